// What a moving window sees of images (im2col), and the sum of such views back into images (col2im). Images are
// [batch, height, width, channels]; patches [batch, rows, columns, kernelRows, kernelColumns, channels].
#ifndef LOGPI_PATCHES_H
#define LOGPI_PATCHES_H

#include "memory.h"

typedef struct {
  int batch, height, width, channels;
  int rows, columns, kernelRows, kernelColumns;
  int rowStride, columnStride, above, left;
} Window;

// Row i of the window at row `row`, column `column` of its places: `count` of its floats lie inside the image, from
// `imageOffset` in the image and `before` in the window's row on.
typedef struct {
  int imageOffset, before, count;
} Segment;

INLINE Segment segmentOf(const Window *w, int row, int column, int i) {
  int y = row * w->rowStride - w->above + i, x = column * w->columnStride - w->left;
  if (y < 0 || y >= w->height) return (Segment){0, 0, 0};
  int first = x < 0 ? -x : 0, end = smaller(w->kernelColumns, w->width - x);
  if (end <= first) return (Segment){0, 0, 0};
  return (Segment){(y * w->width + x + first) * w->channels, first * w->channels, (end - first) * w->channels};
}

KERNEL void takePatches(const Window *w, float *d, const float *a) {
  int length = w->kernelColumns * w->channels;
  for (int n = 0; n < w->batch; n++, a += w->height * w->width * w->channels)
    for (int row = 0; row < w->rows; row++)
      for (int column = 0; column < w->columns; column++)
        for (int i = 0; i < w->kernelRows; i++, d += length) {
          Segment s = segmentOf(w, row, column, i);
          int end = s.before + s.count;
          for (int j = 0; j < s.before; j++) d[j] = 0;
          copyWords(s.count, (int *)d + s.before, (const int *)a + s.imageOffset);
          for (int j = end; j < length; j++) d[j] = 0;
        }
}

KERNEL void foldPatches(const Window *w, float *d, const float *a) {
  int length = w->kernelColumns * w->channels, size = w->height * w->width * w->channels;
  fillWords(w->batch * size, (int *)d, 0);
  for (int n = 0; n < w->batch; n++, d += size)
    for (int row = 0; row < w->rows; row++)
      for (int column = 0; column < w->columns; column++)
        for (int i = 0; i < w->kernelRows; i++, a += length) {
          Segment s = segmentOf(w, row, column, i);
          float *to = d + s.imageOffset;
          const float *from = a + s.before;
          int j = 0;
          for (; j + LANES <= s.count; j += LANES) store(to + j, load(to + j) + load(from + j));
          for (; j < s.count; j++) to[j] += from[j];
        }
}

#endif
