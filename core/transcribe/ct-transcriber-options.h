/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The options of a transcription. */
#ifndef CT_TRANSCRIBER_OPTIONS_H
#define CT_TRANSCRIBER_OPTIONS_H

#include <stdbool.h>

#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-track-postprocess.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The options of every stage after the network. A plain value. */
typedef struct
{
  CtNoteDecoderOptions notes;            /**< from posteriors to notes */
  CtTimbreClusterOptions tracks;         /**< from embeddings to tracks */
  CtTrackPostprocessOptions postprocess; /**< what corrects the tracks */
} CtTranscriberOptions;

/** Sets the defaults.
 *
 * @param[out] self  the options */
void ct_transcriber_options_init (CtTranscriberOptions *self);

/** Compares all values.
 *
 * @param a  options
 * @param b  options
 * @return whether all are equal */
bool ct_transcriber_options_equal (const CtTranscriberOptions *a, const CtTranscriberOptions *b);

#ifdef __cplusplus
}
#endif

#endif
