/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/transcribe/ct-transcriber-options.h"

G_BEGIN_DECLS

#define CT_TYPE_TRANSCRIPTION_OPTIONS (ct_transcription_options_get_type ())
G_DECLARE_FINAL_TYPE (CtTranscriptionOptions, ct_transcription_options, CT, TRANSCRIPTION_OPTIONS, GObject)

/* The transcriber's options as controls show them, for bindings.
 *
 * Properties (all read and write, notify): onset-sensitivity, note-sensitivity, timbre-separation (double, 0 to 100,
 * see ct-sensitivity.h); shortest-note (double, ms); lowest-pitch, highest-pitch (double, MIDI numbers, one pushes the
 * other); follow-register, drop-octaves, notes-without-onset, early-start
 * (boolean).
 *
 * Signal "edited": a property was set to a value that differs from the shown one. Loading is no edit. */
CtTranscriptionOptions *ct_transcription_options_new (void);

/* What is set now, borrowed. An option that was not edited is exactly as it was loaded. */
const CtTranscriberOptions *ct_transcription_options_get (CtTranscriptionOptions *self);
void ct_transcription_options_load (CtTranscriptionOptions *self, const CtTranscriberOptions *options);
/* Loads the defaults. */
void ct_transcription_options_reset (CtTranscriptionOptions *self);

G_END_DECLS
