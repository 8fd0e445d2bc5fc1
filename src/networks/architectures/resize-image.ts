/**
 * One channel at another size, by bilinear interpolation in which corners stay corners and edges stay edges. What is symmetric
 * stays so.
 *
 * @param image [height, width], row by row
 */
export function resizeImage(
  image: ArrayLike<number>,
  [height, width]: readonly [number, number],
  [newHeight, newWidth]: readonly [number, number],
): Float32Array {
  const resized = new Float32Array(newHeight * newWidth);
  for (let row = 0; row < newHeight; row++) {
    const y = placeIn(row, newHeight, height);
    const above = Math.floor(y) * width;
    const below = Math.ceil(y) * width;
    for (let column = 0; column < newWidth; column++) {
      const x = placeIn(column, newWidth, width);
      const [left, right] = [Math.floor(x), Math.ceil(x)];
      const top = between(image[above + left], image[above + right], x - left);
      const bottom = between(image[below + left], image[below + right], x - left);
      resized[row * newWidth + column] = between(top, bottom, y - Math.floor(y));
    }
  }
  return resized;
}

/** Where a row or column of the new image lies in the old one: the first on the first, the last on the last. */
function placeIn(index: number, newExtent: number, extent: number): number {
  return newExtent === 1 ? (extent - 1) / 2 : (index * (extent - 1)) / (newExtent - 1);
}

function between(a: number, b: number, share: number): number {
  return (1 - share) * a + share * b;
}
