// 3×3 convolutions with stride 1 and zeros around, and both of their gradients, by Winograd's minimal filtering
// F(3×3, 3×3) (Lavin and Gray 2016). A tile of 3×3 results sees 5×5 pixels d of the image; with the weights g,
//
//   results = Aᵀ [ (G g Gᵀ) ∘ (Bᵀ d B) ] A,
//
// where ∘ multiplies entry by entry: 25 products instead of 81. Summed over the channels, each of the 25 entries (here
// called frequencies) is a matrix product of its own: [tiles, channels] times [channels, filters].
//
// The matrices are those of Toom and Cook for the points p = 0, 1, −1, ½ and ∞. Row p of A is (1, p, p²). Row p of Bᵀ has
// the coefficients of Π (x − q), over the other finite points q, times a number that makes them integers. Row p of G is
// (1, p, p²), over Π (p − q) and that number. For ∞ the rows of A and G are (0, 0, 1), the latter over 2, and that of Bᵀ has
// the coefficients of twice the product over all finite points.
//
// Images are [batch, height, width, channels], weights [3, 3, channels, filters]. Vectors run along the channels.
#ifndef LOGPI_WINOGRAD_H
#define LOGPI_WINOGRAD_H

#include "matmul.h"
#include "strided-copy.h"

enum { RESULTS = WINOGRAD_RESULTS, TAPS = WINOGRAD_TAPS, SEEN = RESULTS + TAPS - 1, FREQUENCIES = SEEN * SEEN };

static const float inputMatrix[SEEN * SEEN] = { // Bᵀ
    1, -2, -1, 2,  0, //
    0, -1, 1,  2,  0, //
    0, 1,  -3, 2,  0, //
    0, -1, 0,  1,  0, //
    0, 1,  -2, -1, 2,
};
static const float weightMatrix[SEEN * TAPS] = { // G
    1,          0,          0,          //
    1.f / 2,    1.f / 2,    1.f / 2,    //
    -1.f / 6,   1.f / 6,    -1.f / 6,   //
    -8.f / 3,   -4.f / 3,   -2.f / 3,   //
    0,          0,          1.f / 2,
};
static const float resultMatrix[RESULTS * SEEN] = { // Aᵀ
    1, 1, 1,  1,       0, //
    0, 1, -1, 1.f / 2, 0, //
    0, 1, 1,  1.f / 4, 1,
};

// Σ matrix[k * step] terms[k]; zeros and ones cost nothing.
INLINE Floats combine(const int n, const float *matrix, const int step, const Floats *terms) {
  Floats sum = splat(0);
  int empty = 1;
  UNROLLED for (int k = 0; k < n; k++) {
    float factor = matrix[k * step];
    Floats term = terms[k];
    if (factor == 0) continue;
    if (empty) sum = factor == 1 ? term : splat(factor) * term;
    else if (factor == 1) sum += term;
    else if (factor == -1) sum -= term;
    else sum = multiplyAdd(splat(factor), term, sum);
    empty = 0;
  }
  return sum;
}

// ---- from pixels to frequencies and back, for vectors of channels
//
// Both go by columns first and then by rows of a tile. M is matrix[m][n], or the transpose of matrix[n][m].

// d[frequency] = M a Mᵀ, where a are size by size pixels; `channels` are whole vectors.
INLINE void toFrequencies(const int size, const float *matrix, const int transposed, int channels,
                          const float *const *pixels, float *d, int frequencySize) {
  const int row = transposed ? 1 : size, step = transposed ? SEEN : 1;
  for (int c = 0; c < channels; c += LANES) {
    Floats half[SEEN][SEEN];
    UNROLLED_NATIVELY for (int j = 0; j < size; j++) {
      Floats column[SEEN];
      UNROLLED for (int i = 0; i < size; i++) column[i] = load(pixels[i * size + j] + c);
      UNROLLED for (int i = 0; i < SEEN; i++) half[i][j] = combine(size, matrix + i * row, step, column);
    }
    float *to = d + c;
    UNROLLED_NATIVELY for (int i = 0; i < SEEN; i++)
      UNROLLED for (int j = 0; j < SEEN; j++, to += frequencySize)
        store(to, combine(size, matrix + j * row, step, half[i]));
  }
}

// The size by size pixels M a Mᵀ + bias of a[frequency].
INLINE void fromFrequencies(const int size, const float *matrix, const int transposed, int channels, float *const *pixels,
                            const float *a, int frequencySize, const float *bias) {
  const int row = transposed ? 1 : SEEN, step = transposed ? size : 1;
  for (int c = 0; c < channels; c += LANES) {
    Floats half[SEEN][SEEN], added = bias ? load(bias + c) : splat(0);
    const float *from = a + c;
    UNROLLED_NATIVELY for (int i = 0; i < SEEN; i++) {
      Floats frequencies[SEEN];
      UNROLLED for (int j = 0; j < SEEN; j++, from += frequencySize) frequencies[j] = load(from);
      UNROLLED for (int j = 0; j < size; j++) half[j][i] = combine(SEEN, matrix + j * row, step, frequencies);
    }
    UNROLLED_NATIVELY for (int j = 0; j < size; j++)
      UNROLLED for (int i = 0; i < size; i++)
        store(pixels[i * size + j] + c, combine(SEEN, matrix + i * row, step, half[j]) + added);
  }
}

typedef void (*ToFrequencies)(int channels, const float *const *pixels, float *d, int frequencySize);
KERNEL void imageToFrequencies(int channels, const float *const *pixels, float *d, int frequencySize) {
  toFrequencies(SEEN, inputMatrix, 0, channels, pixels, d, frequencySize);
}
KERNEL void weightsToFrequencies(int channels, const float *const *pixels, float *d, int frequencySize) {
  toFrequencies(TAPS, weightMatrix, 0, channels, pixels, d, frequencySize);
}
KERNEL void gradientToFrequencies(int channels, const float *const *pixels, float *d, int frequencySize) {
  toFrequencies(RESULTS, resultMatrix, 1, channels, pixels, d, frequencySize);
}

typedef void (*FromFrequencies)(int channels, float *const *pixels, const float *a, int frequencySize, const float *bias);
KERNEL void frequenciesToResults(int channels, float *const *pixels, const float *a, int frequencySize,
                                 const float *bias) {
  fromFrequencies(RESULTS, resultMatrix, 0, channels, pixels, a, frequencySize, bias);
}
KERNEL void frequenciesToWeights(int channels, float *const *pixels, const float *a, int frequencySize,
                                 const float *bias) {
  fromFrequencies(TAPS, weightMatrix, 1, channels, pixels, a, frequencySize, bias);
}

// The same for any number of channels: a part of a vector goes through a copy with zeros behind it.
KERNEL void transformPixels(ToFrequencies transform, int count, int channels, const float **pixels, float *d,
                            int frequencySize) {
  int rest = channels % LANES, whole = channels - rest;
  transform(whole, pixels, d, frequencySize);
  if (rest == 0) return;
  float padded[SEEN * SEEN * LANES];
  for (int i = 0; i < count; i++) {
    store(padded + i * LANES, loadPart(pixels[i] + whole, rest));
    pixels[i] = padded + i * LANES;
  }
  transform(LANES, pixels, d + whole, frequencySize);
}

KERNEL void transformFrequencies(FromFrequencies transform, int count, int channels, float **pixels, const float *a,
                                 int frequencySize, const float *bias) {
  int rest = channels % LANES, whole = channels - rest;
  transform(whole, pixels, a, frequencySize, bias);
  if (rest == 0) return;
  float padded[SEEN * SEEN * LANES], paddedBias[LANES], *places[SEEN * SEEN];
  for (int i = 0; i < count; i++) places[i] = padded + i * LANES;
  if (bias) store(paddedBias, loadPart(bias + whole, rest));
  transform(LANES, places, a + whole, frequencySize, bias ? paddedBias : 0);
  for (int i = 0; i < count; i++) storePart(pixels[i] + whole, rest, load(places[i]));
}

// ---- images, in bands: the tiles of three rows, side by side

typedef struct {
  int batch, height, width;
  int tilesAcross, bandsPerImage, bandsAtOnce;
} Bands;

// So many tiles at once keep their transforms in the second cache.
enum { TILES_AT_ONCE = WINOGRAD_TILES_AT_ONCE };
// Frequencies lie this much more than their size apart, so that they do not share sets of the first cache.
enum { FREQUENCY_GAP = WINOGRAD_FREQUENCY_GAP };
// Whoever makes room for the transforms knows no machine.
_Static_assert(LANES <= WINOGRAD_MOST_LANES && TILE_ROWS <= WINOGRAD_MOST_TILE_ROWS, "the scratch is too small");

INLINE int roundedUp(int n, int multiple) { return (n + multiple - 1) / multiple * multiple; }

INLINE Bands bandsOf(int batch, int height, int width) {
  int across = roundedUp(width, RESULTS) / RESULTS, bandsPerImage = roundedUp(height, RESULTS) / RESULTS;
  int bandsAtOnce = across < TILES_AT_ONCE ? TILES_AT_ONCE / across : 1;
  return (Bands){batch, height, width, across, bandsPerImage, smaller(bandsAtOnce, batch * bandsPerImage)};
}

// Floats of one frequency of the tiles of a block: [tile][channel], in whole rows of tiles of the product.
INLINE int frequencySizeOf(const Bands *b, int channels) {
  return roundedUp(b->bandsAtOnce * b->tilesAcross, TILE_ROWS) * roundedUp(channels, LANES) + FREQUENCY_GAP;
}

// Where the size by size pixels from row y, column x of an image on lie; `outside` stands for those that it has not.
INLINE void findPixels(int size, const Bands *b, int channels, int y, int x, const float *image, const float *outside,
                       const float **pixels) {
  for (int i = 0; i < size; i++)
    for (int j = 0; j < size; j++) {
      int isInside = y + i >= 0 && y + i < b->height && x + j >= 0 && x + j < b->width;
      *pixels++ = isInside ? image + ((y + i) * b->width + x + j) * channels : outside;
    }
}

// d[frequency][tile][channel] of `count` bands from band `first` on; each tile sees size by size pixels, `before` of them
// before its own.
KERNEL void transformImages(ToFrequencies transform, int size, int before, const Bands *b, int first, int count,
                            int channels, const float *images, const float *outside, float *d) {
  const float *pixels[SEEN * SEEN];
  for (int band = first; band < first + count; band++) {
    const float *image = images + band / b->bandsPerImage * b->height * b->width * channels;
    int y = band % b->bandsPerImage * RESULTS;
    for (int tile = 0; tile < b->tilesAcross; tile++, d += roundedUp(channels, LANES)) {
      findPixels(size, b, channels, y - before, tile * RESULTS - before, image, outside, pixels);
      transformPixels(transform, size * size, channels, pixels, d, frequencySizeOf(b, channels));
    }
  }
}

// The results of `count` bands from band `first` on, through the epilogue while they are in the first cache. What belongs
// outside of the image goes to `outside`.
KERNEL void transformResults(const Bands *b, int first, int count, int channels, const float *a, float *d,
                             float *outside, const float *bias, int epilogue, const float *aux) {
  const float *pixels[RESULTS * RESULTS];
  for (int band = first; band < first + count; band++) {
    int y = band % b->bandsPerImage * RESULTS, image = band / b->bandsPerImage * b->height * b->width * channels;
    for (int tile = 0; tile < b->tilesAcross; tile++, a += roundedUp(channels, LANES)) {
      findPixels(RESULTS, b, channels, y, tile * RESULTS, d + image, outside, pixels);
      transformFrequencies(frequenciesToResults, RESULTS * RESULTS, channels, (float **)pixels, a,
                           frequencySizeOf(b, channels), bias);
    }
    int start = image + y * b->width * channels;
    if (epilogue)
      finish(smaller(RESULTS, b->height - y) * b->width * channels, epilogue, d + start, aux + start);
  }
}

// ---- weights

// Floats of one frequency of the weights.
INLINE int weightsSize(int rows, int columns) { return rows * roundedUp(columns, LANES) + FREQUENCY_GAP; }

// d[frequency][channel][filter]; or, of the transposed convolution, whose weights are turned around,
// d[frequency][filter][channel]. LANES of its rows at once are turned around in `turned`, of 9 LANES channels.
KERNEL void transformWeights(int channels, int filters, const float *w, int transposed, float *turned, float *d) {
  int rows = transposed ? filters : channels, columns = transposed ? channels : filters, tap = channels * filters;
  for (int row = 0; row < rows; row++, d += roundedUp(columns, LANES)) {
    int turnedRow = row % LANES;
    if (transposed && turnedRow == 0)
      for (int t = 0; t < TAPS * TAPS; t++)
        transpose(channels, smaller(LANES, rows - row), (int *)turned + t * columns, TAPS * TAPS * columns,
                  (const int *)w + (TAPS * TAPS - 1 - t) * tap + row, filters);
    const float *taps[TAPS * TAPS];
    for (int t = 0; t < TAPS * TAPS; t++)
      taps[t] = transposed ? turned + (turnedRow * TAPS * TAPS + t) * columns : w + t * tap + row * columns;
    transformPixels(weightsToFrequencies, TAPS * TAPS, columns, taps, d, weightsSize(rows, columns));
  }
}

// The gradient of the weights from that of their frequencies.
KERNEL void transformWeightGradients(int channels, int filters, const float *a, float *d) {
  int size = weightsSize(roundedUp(channels, LANES), filters);
  for (int row = 0; row < channels; row++, a += roundedUp(filters, LANES)) {
    float *taps[TAPS * TAPS];
    for (int t = 0; t < TAPS * TAPS; t++) taps[t] = d + (t * channels + row) * filters;
    transformFrequencies(frequenciesToWeights, TAPS * TAPS, filters, taps, a, size, 0);
  }
}

// ---- products, one for each frequency

// d[rows][columns] = start + A B; a row of B is `columns` long, and these are whole vectors. Element (i, k) of A is
// a[i * aRow + k * aStep], one of which is 1. The start is d itself or 0.
KERNEL void multiplyFrequency(int rows, int columns, int wholeDepth, const float *a, int aRow, int aStep, const float *b,
                              int accumulates, float *d) {
  for (int k = 0; k < wholeDepth; k += BLOCK_DEPTH) {
    int depth = smaller(BLOCK_DEPTH, wholeDepth - k);
    for (int row = 0; row < rows; row += TILE_ROWS) {
      int count = smaller(TILE_ROWS, rows - row);
      Tile tile = {.depth = depth, .a = a + row * aRow + k * aStep, .aRow = aRow, .aStep = aStep, .bStride = columns,
                   .start = zeros, .dStride = columns};
      if (PACKS_A) {
        packVector(packedA, TILE_ROWS, count, depth, tile.a, aStep == 1 ? aRow : aStep, aStep != 1);
        tile.a = packedA;
      }
      for (int column = 0; column < columns; column += TILE_COLUMNS) {
        tile.b = b + k * columns + column, tile.d = d + row * columns + column;
        if (accumulates || k > 0) tile.start = tile.d, tile.startStride = columns;
        multiplyTile(count, smaller(TILE_VECTORS, vectorsFor(columns - column)), &tile);
      }
    }
  }
}

// ---- the instructions

typedef struct {
  int batch, height, width, channels, filters;
  float *d;
  const float *x, *w;
  int transposed, epilogue;
  const float *bias, *aux; // 0: none
  float *scratch;
} Convolution;

KERNEL void convolve3x3(const Convolution *p) {
  Bands bands = bandsOf(p->batch, p->height, p->width);
  int from = p->transposed ? p->filters : p->channels, to = p->transposed ? p->channels : p->filters;
  int fromPadded = roundedUp(from, LANES), toPadded = roundedUp(to, LANES);
  int fromSize = frequencySizeOf(&bands, from), toSize = frequencySizeOf(&bands, to), size = weightsSize(from, to);
  float *zeros = p->scratch, *ignored = zeros + fromPadded, *weights = ignored + toPadded;
  float *images = weights + FREQUENCIES * size, *results = images + FREQUENCIES * fromSize;
  fillWords(fromPadded, (int *)zeros, 0);
  transformWeights(p->channels, p->filters, p->w, p->transposed, results, weights);
  for (int band = 0; band < bands.batch * bands.bandsPerImage; band += bands.bandsAtOnce) {
    int count = smaller(bands.bandsAtOnce, bands.batch * bands.bandsPerImage - band);
    transformImages(imageToFrequencies, SEEN, 1, &bands, band, count, from, p->x, zeros, images);
    for (int f = 0; f < FREQUENCIES; f++)
      multiplyFrequency(count * bands.tilesAcross, toPadded, from, images + f * fromSize, fromPadded, 1,
                        weights + f * size, 0, results + f * toSize);
    transformResults(&bands, band, count, to, results, p->d, ignored, p->bias, p->epilogue, p->aux);
  }
}

// d[3][3][channels][filters] = Σ over all places of the pixels x that a weight sees times the gradients g.
KERNEL void convolve3x3WeightGradient(int batch, int height, int width, int channels, int filters, float *d,
                                      const float *x, const float *g, float *scratch) {
  Bands bands = bandsOf(batch, height, width);
  int rows = roundedUp(channels, LANES), columns = roundedUp(filters, LANES);
  int imageSize = frequencySizeOf(&bands, channels), gradientSize = frequencySizeOf(&bands, filters);
  int size = weightsSize(rows, filters);
  float *zeros = scratch, *weights = zeros + rows + columns, *images = weights + FREQUENCIES * size;
  float *gradients = images + FREQUENCIES * imageSize;
  fillWords(rows + columns + FREQUENCIES * size, (int *)zeros, 0);
  for (int band = 0; band < bands.batch * bands.bandsPerImage; band += bands.bandsAtOnce) {
    int count = smaller(bands.bandsAtOnce, bands.batch * bands.bandsPerImage - band);
    transformImages(imageToFrequencies, SEEN, 1, &bands, band, count, channels, x, zeros, images);
    transformImages(gradientToFrequencies, RESULTS, 0, &bands, band, count, filters, g, zeros, gradients);
    for (int f = 0; f < FREQUENCIES; f++)
      multiplyFrequency(rows, columns, count * bands.tilesAcross, images + f * imageSize, 1, rows,
                        gradients + f * gradientSize, 1, weights + f * size);
  }
  transformWeightGradients(channels, filters, weights, d);
}

#endif
