export function headerText(): string;
export function opcodesText(notice: string, sourceHash: string): string;
export function placesText(notice: string): string;
export function wordsText(notice: string): string;
