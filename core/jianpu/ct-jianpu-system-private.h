/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of numbered notation: some bars of all voices. Lengths are in heights of a digit, unless they are on the page.
 */
#ifndef CT_JIANPU_SYSTEM_PRIVATE_H
#define CT_JIANPU_SYSTEM_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/jianpu/ct-jianpu-columns-private.h"
#include "core/jianpu/ct-jianpu-marks-private.h"
#include "core/jianpu/ct-jianpu-symbols-private.h"

/* What a voice needs above and below the line its digits stand on, and where that lies. */
typedef struct
{
  double above, below;
  double baseline; /* from the top of the system */
} CtJianpuRowSpace;

/* Where a tie or a tuplet began, on the page; its top above the digits' line. */
typedef struct
{
  bool open;
  double x_pt, top;
  int number;
} CtJianpuSpan;

typedef struct
{
  const CtJianpuMusic *music;
  CtJianpuMarks *marks;
  CtJianpuColumns columns;
  CtJianpuRowSpace *rows; /* [n_rows] */
  CtJianpuSpan *ties;     /* [n_rows], the one that is open */
  double *xs_pt;          /* room for the symbols of a voice in a bar */
  size_t first, end;      /* bars */
  double height;

  int page;
  double x_pt, y_pt; /* the upper left corner, names left out */
  double unit_pt;    /* a digit */
  double spread;     /* how far bars are drawn out */
  double names;      /* room for the names of parts, to the left */
} CtJianpuSystem;

/* Makes room; to be cleared by ct_jianpu_system_clear(), also after a failure. */
CtStatus ct_jianpu_system_init (CtJianpuSystem *self, const CtJianpuMusic *music, CtJianpuMarks *marks) CT_MUST_USE;

void ct_jianpu_system_clear (CtJianpuSystem *self);

/* Finds the height of bars @first to @end, and where the voices lie in it. */
void ct_jianpu_system_measure (CtJianpuSystem *self, size_t first, size_t end);

/* Draws the bars that were measured. */
CtStatus ct_jianpu_system_draw (CtJianpuSystem *self) CT_MUST_USE;

/* Draws a meter about (@x, @y) on the page, @size its numbers' height. */
void ct_jianpu_draw_meter (CtJianpuMarks *marks, int page, const CtNotationBar *bar, double x, double y, double size);

/* What names the tonic and the tempo, such as "1=♭B". */
const char *ct_jianpu_key_text (const CtKey *key);
void ct_jianpu_tempo_text (double bpm, char *text, size_t size);

#endif
