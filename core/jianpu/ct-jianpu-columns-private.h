/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a bar its symbols stand: what sounds together stands above each other. */
#ifndef CT_JIANPU_COLUMNS_PRIVATE_H
#define CT_JIANPU_COLUMNS_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/jianpu/ct-jianpu-symbols-private.h"

/* The height of a chord's name; as all here in heights of a digit. */
#define CT_JIANPU_CHORD_SIZE 0.78

typedef struct
{
  int tick;
  double left, right; /* what its symbols reach to both sides */
  double chord;       /* how wide the name of a chord is that stands here, or 0 */
  double x;           /* from the bar's beginning */
} CtJianpuColumn;

typedef struct
{
  CtJianpuColumn *columns; /* [n], by tick */
  size_t n, size;
  double lead; /* what stands before the first: a meter */
  double width;
} CtJianpuColumns;

/* Finds the columns of a bar anew. */
CtStatus ct_jianpu_columns_set (CtJianpuColumns *self, const CtJianpuMusic *music, size_t bar) CT_MUST_USE;

/* The place of the symbol at a tick, in the bar spread to @width. */
double ct_jianpu_columns_x (const CtJianpuColumns *self, int tick, double width);

void ct_jianpu_columns_clear (CtJianpuColumns *self);

/* How wide text is, roughly: enough to set it apart from its neighbours. */
double ct_jianpu_text_width (const char *text, double size);

#endif
