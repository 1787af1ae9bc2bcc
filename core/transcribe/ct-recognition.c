/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-recognition.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"

CtStatus
ct_recognition_encode (CtTranscriber *transcriber, const CtAnalysis *analysis, const CtScore *score, float **embeddings)
{
  float *made = malloc ((score->notes.n + 1) * CT_EMBEDDING_SIZE * sizeof *made);
  CtStatus status = made ? ct_transcriber_encode (transcriber, analysis, score->notes.notes, score->notes.n, made)
                         : CT_STATUS_NO_MEMORY;

  if (status == CT_STATUS_OK)
    *embeddings = made;
  else
    free (made);
  return status;
}

uint64_t
ct_recognition_mark (const float *embeddings, size_t n)
{
  const unsigned char *bytes = (const unsigned char *) embeddings;
  uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

  for (size_t i = 0; i < n * CT_EMBEDDING_SIZE * sizeof *embeddings; i++)
    hash = (hash ^ bytes[i]) * 0x100000001b3u;
  return hash ? hash : 1;
}

CtStatus
ct_recognition_apply (const CtKnownTimbres *known,
                      const CtWeights *weights,
                      uint64_t encoder,
                      const float *embeddings,
                      CtScore *score)
{
  const CtHeardTracks heard = { .weights = weights,
                                .encoder = encoder,
                                .embeddings = embeddings,
                                .notes = score->notes.notes,
                                .n = score->notes.n,
                                .n_tracks = score->n_tracks };
  CtTimbreMatch *matches = malloc ((score->n_tracks + 1) * sizeof *matches);
  CtStatus status = matches ? ct_known_timbres_match (known, &heard, matches) : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < score->n_tracks; i++)
    if (matches[i].timbre >= 0)
      {
        const CtKnownTimbre *timbre = ct_known_timbres_get (known, (size_t) matches[i].timbre);
        CtTrack *track = &score->tracks[i];

        memcpy (track->name, timbre->name, sizeof track->name);
        track->program = timbre->program;
        track->rgb = timbre->rgb;
        track->recognised = true;
      }
  free (matches);
  return status;
}

bool
ct_edit_track_is_named (const CtEditTrack *self)
{
  return self->name[0] && self->recognition != CT_RECOGNITION_DONE;
}

void
ct_edit_track_recognise (CtEditTrack *self, const CtKnownTimbre *timbre)
{
  self->guess = (CtTrackGuess){ .rgb = self->rgb, .program = self->program, .naming = self->naming };
  self->recognition = CT_RECOGNITION_DONE;
  ct_edit_track_set_name (self, timbre->name);
  if (!self->rgb_by_hand)
    self->rgb = timbre->rgb;
  if (!self->program_by_hand)
    self->program = timbre->program;
}

void
ct_edit_track_unrecognise (CtEditTrack *self)
{
  if (self->recognition != CT_RECOGNITION_DONE)
    return;
  ct_edit_track_set_name (self, "");
  if (!self->rgb_by_hand)
    self->rgb = self->guess.rgb;
  if (!self->program_by_hand)
    {
      self->program = self->guess.program;
      self->naming = self->guess.naming;
    }
  self->recognition = CT_RECOGNITION_NONE;
  self->guess = (CtTrackGuess){ 0 };
}
