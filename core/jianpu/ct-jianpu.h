/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Pages of numbered notation (jianpu). */
#ifndef CT_JIANPU_H
#define CT_JIANPU_H

#include <stddef.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-status.h"
#include "core/notation/ct-notation.h"

#ifdef __cplusplus
extern "C" {
#endif

/** cairo's drawing context, as <cairo.h> declares it. */
typedef struct _cairo cairo_t;

/** The size of the paper. */
typedef enum
{
  CT_PAPER_A4,     /**< 210 by 297 mm */
  CT_PAPER_LETTER, /**< 8.5 by 11 inches */
  CT_N_PAPERS,     /**< how many there are */
} CtPaper;

/** How pages are set. A plain value. */
typedef struct
{
  CtPaper paper;         /**< the paper */
  double size_pt;        /**< how large a digit is, in points, CT_JIANPU_MIN_SIZE_PT to CT_JIANPU_MAX_SIZE_PT */
  const char *title;     /**< above the first page, in UTF-8; NULL: none */
  const CtChord *chords; /**< [n_chords], by time: named above the first part */
  size_t n_chords;       /**< how many */
} CtJianpuOptions;

/** The smallest digit. */
#define CT_JIANPU_MIN_SIZE_PT 8.0
/** The largest digit. */
#define CT_JIANPU_MAX_SIZE_PT 36.0

/** Music in numbered notation, as it is printed in China: digits 1 to 7 for the degrees of the major scale whose tonic
 * is named at the head ("1=C"; a minor key has the tonic of its relative major), 0 for rests, dots above and below for
 * octaves, underlines for eighths and shorter notes, dashes for halves and longer ones. A note without dots lies in the
 * octave of the tonic from G3 to F sharp 4. A voice has a row, simultaneous notes of one voice stand above each other.
 * Immutable; it may be drawn by several threads at once. */
typedef struct _CtJianpu CtJianpu;

/** Sets the defaults: A4, digits of 15 points, no title, no chords.
 *
 * @param[out] self  the options */
void ct_jianpu_options_init (CtJianpuOptions *self);

/** Sets pages.
 *
 * @param notation  the music, without percussion; not kept
 * @param options   how
 * @param[out] out  the pages; free them with ct_jianpu_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT for options out of their range, or CT_STATUS_NO_MEMORY */
CtStatus ct_jianpu_new (const CtNotation *notation, const CtJianpuOptions *options, CtJianpu **out) CT_MUST_USE;

/** Frees pages.
 *
 * @param self  the pages, or NULL */
void ct_jianpu_free (CtJianpu *self);

/** Counts the pages.
 *
 * @param self  the pages
 * @return at least 1 */
int ct_jianpu_n_pages (const CtJianpu *self);

/** The size of each page.
 *
 * @param self            the pages
 * @param[out] width_pt   in points
 * @param[out] height_pt  in points */
void ct_jianpu_page_size (const CtJianpu *self, double *width_pt, double *height_pt);

/** Draws a page in black, from the origin on, one unit of the context a point.
 *
 * @param self  the pages
 * @param page  its number, from 0
 * @param cr    where to; its state is kept */
void ct_jianpu_draw (const CtJianpu *self, int page, cairo_t *cr);

/** Writes all pages to a file, atomically as CtAtomicFile does: an SVG image where its name ends so, with the pages
 * below each other, otherwise a PDF document.
 *
 * @param self  the pages
 * @param path  the file
 * @return CT_STATUS_OK or what failed */
CtStatus ct_jianpu_write (const CtJianpu *self, const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
