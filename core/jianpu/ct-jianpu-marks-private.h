/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is drawn on a page of numbered notation, in points from its upper left corner. */
#ifndef CT_JIANPU_MARKS_PRIVATE_H
#define CT_JIANPU_MARKS_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#define CT_JIANPU_TEXT_SIZE 96

typedef enum
{
  CT_JIANPU_DIGIT, /* a digit, in the middle of x and on the baseline y */
  CT_JIANPU_TEXT,  /* text from x on, on the baseline y */
  CT_JIANPU_RIGHT, /* text that ends at x */
  CT_JIANPU_TITLE, /* text in the middle of x, bold */
  CT_JIANPU_LINE,  /* from (x, y) to (x2, y2), as thick as size */
  CT_JIANPU_DOT,   /* a disc about (x, y) of radius size */
  CT_JIANPU_ARC,   /* a tie over both ends, from (x, y) to (x2, y2), as high as size */
} CtJianpuMarkKind;

typedef struct
{
  CtJianpuMarkKind kind;
  int page; /* from 0 */
  double x, y, x2, y2;
  double size; /* of text: its height */
  char text[CT_JIANPU_TEXT_SIZE];
} CtJianpuMark;

/* A growing list; once it failed to grow it stays so. */
typedef struct
{
  CtJianpuMark *marks; /* [n] */
  size_t n, size;
  bool failed;
  CtJianpuMark unseen; /* written to where there is no memory */
} CtJianpuMarks;

/* Appends a mark, to be filled in; where there is no memory a mark that nobody sees. */
CtJianpuMark *ct_jianpu_marks_add (CtJianpuMarks *self, CtJianpuMarkKind kind, int page);

/* Sets the text of a mark; one that is too long ends in an ellipsis. */
void ct_jianpu_marks_set_text (CtJianpuMark *mark, const char *text);

void ct_jianpu_marks_clear (CtJianpuMarks *self);

#endif
