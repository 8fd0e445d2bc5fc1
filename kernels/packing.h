// Operands of a product, copied into the order in which it reads them.
//
// Rows of A or columns of B, called lines here, are packed in panels of a few vectors: panel[k * width + j] is entry k of
// line j, and zero behind the last line. Where the lines lie side by side in memory, entry k of line j is
// source[k * stride + j], otherwise source[j * stride + k].
#ifndef LOGPI_PACKING_H
#define LOGPI_PACKING_H

#include "memory.h"

static int vectorsFor(int columns) { return (columns + LANES - 1) / LANES; }

// One vector of lines that follow each other.
KERNEL void packVector(float *panel, int width, int available, int depth, const float *source, int stride,
                       int sideBySide) {
  if (sideBySide) {
    if (available >= LANES) for (int k = 0; k < depth; k++) store(panel + k * width, load(source + k * stride));
    else for (int k = 0; k < depth; k++) store(panel + k * width, loadPart(source + k * stride, available));
    return;
  }
  int k = 0;
  Floats block[LANES];
  if (available >= LANES)
    for (; k + LANES <= depth; k += LANES) {
      UNROLLED for (int i = 0; i < LANES; i++) block[i] = load(source + i * stride + k);
      transposeBlock(block);
      UNROLLED for (int i = 0; i < LANES; i++) store(panel + (k + i) * width, block[i]);
    }
  for (; k < depth; k += LANES) {
    int count = smaller(LANES, depth - k);
    for (int i = 0; i < LANES; i++) block[i] = i < available ? loadUpTo(source + i * stride + k, count) : splat(0);
    transposeBlock(block);
    for (int i = 0; i < count; i++) store(panel + (k + i) * width, block[i]);
  }
}

// As many lines as a cache line has floats: so none is fetched twice.
enum { CACHE_LINE = 16, CACHE_LINE_VECTORS = CACHE_LINE / LANES };

INLINE void packCacheLines(float *panels, const int panelVectors, int depth, const float *source, int stride) {
  const int width = panelVectors * LANES;
  for (int k = 0; k < depth; k++, source += stride)
    UNROLLED for (int v = 0; v < CACHE_LINE_VECTORS; v++)
      store(panels + (v / panelVectors * depth + k) * width + v % panelVectors * LANES, load(source + v * LANES));
}

// `lines` lines in panels of panelVectors, one after the other. The last is only as wide as it must be.
INLINE void packPanels(float *panels, const int panelVectors, int lines, int depth, const float *source, int stride,
                       int sideBySide) {
  const int panelWidth = panelVectors * LANES;
  const int fillsPanels = CACHE_LINE % panelWidth == 0;
  for (int j = 0; j < lines;) {
    int left = lines - j, inPanel = j % panelWidth;
    float *panel = panels + (j - inPanel) * depth;
    const float *first = source + j * (sideBySide ? 1 : stride);
    if (fillsPanels && sideBySide && left >= CACHE_LINE) {
      packCacheLines(panel, panelVectors, depth, first, stride);
      j += CACHE_LINE;
    } else {
      int width = smaller(panelWidth, vectorsFor(inPanel + left) * LANES);
      packVector(panel + inPanel, width, left, depth, first, stride, sideBySide);
      j += LANES;
    }
  }
}

#endif
