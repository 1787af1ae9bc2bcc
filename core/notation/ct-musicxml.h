/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Writes MusicXML files. */
#ifndef CT_MUSICXML_H
#define CT_MUSICXML_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-status.h"
#include "core/notation/ct-notation.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a MusicXML file says beside the music. All zero: nothing, at sounding pitch. */
typedef struct
{
  const char *title;     /**< of the work, UTF-8; NULL: none */
  const char *software;  /**< what wrote the file, with its version; NULL: not said */
  const CtChord *chords; /**< [n_chords], by time, written over the first part */
  size_t n_chords;       /**< how many */
  bool transposed; /**< parts for transposing instruments, such as a clarinet in B flat, as their players read them */
} CtMusicXmlOptions;

/** Writes a piece as MusicXML 4.0, score-partwise; compressed where the name ends in ".mxl". Drums stand where drummers
 * read them, and are played on channel 10. Words for people (a remark
 * that beats are not known) are English. Characters that XML does not have are replaced. The file is written
 * atomically, as CtAtomicFile does.
 *
 * @param piece    the piece
 * @param options  what else is written
 * @param path     the file
 * @return CT_STATUS_OK, CT_STATUS_NO_MEMORY or what else failed */
CtStatus ct_musicxml_write (const CtNotation *piece, const CtMusicXmlOptions *options, const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
