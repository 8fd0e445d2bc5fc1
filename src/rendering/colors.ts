/** Colors of the drawings: few and flat, so that animations are small files. */
export const colors = {
  paper: 0xf7f7f5,
  ink: 0x2b2d33,
  line: 0x9a9da6,
  faint: 0xdcdde0,
  wood: 0xcb9664,
  blue: 0x3f72af,
  red: 0xc8503c,
  yellow: 0xe8b93a,
  green: 0x5a9e5f,
  ice: 0xdbeaf5,
  water: 0x33557f,
  board: 0xdfb678,
  white: 0xffffff,
} as const;
