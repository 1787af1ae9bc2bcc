/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-candidates.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/transform/ct-cqt.h"

#define SAME_FRAMES 2 /* onsets this close at one pitch have one timbre */

int
ct_candidates_frame (double onset_s, double start_s)
{
  return (int) floor ((onset_s - start_s) * CT_CQT_FRAME_RATE_HZ + 0.5);
}

/* The first candidate whose onset is in @frame or later. */
static size_t
first_at (const CtNote *candidates, size_t n, double start_s, int frame)
{
  size_t low = 0, high = n;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (ct_candidates_frame (candidates[middle].onset_s, start_s) < frame)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

ptrdiff_t
ct_candidates_nearest (const CtNote *candidates, size_t n, double start_s, int frame, int midi)
{
  ptrdiff_t best = -1;
  int least = CT_ORIGIN_FRAMES + 1;

  for (size_t i = first_at (candidates, n, start_s, frame - CT_ORIGIN_FRAMES); i < n; i++)
    {
      int distance = ct_candidates_frame (candidates[i].onset_s, start_s) - frame;

      if (distance > CT_ORIGIN_FRAMES)
        break;
      if (candidates[i].midi == midi && abs (distance) < least)
        {
          least = abs (distance);
          best = (ptrdiff_t) i;
        }
    }
  return best;
}

typedef struct
{
  const CtPosteriorgram *posteriors;
  const CtSpectrogram *spectrogram;
  double start_s;
  uint8_t *taken; /* [n_frames][CT_N_PITCHES]: a candidate begins here */
  CtNotes *candidates;
} Finder;

/* Whether there is a candidate within @reach frames of @frame. */
static bool
is_taken (const Finder *self, int frame, int pitch, int reach)
{
  int n_frames = (int) self->posteriors->n_frames;

  for (int i = frame > reach ? frame - reach : 0; i <= frame + reach && i < n_frames; i++)
    if (self->taken[(size_t) i * CT_N_PITCHES + (size_t) pitch])
      return true;
  return false;
}

/* Adds what @options bring out and no candidate within @reach frames stands for. */
static CtStatus
add_decoded (Finder *self, const CtNoteDecoderOptions *options, int reach)
{
  CtNotes notes = { 0 };
  CtStatus status = ct_note_decoder_decode (self->posteriors, self->spectrogram, options, self->start_s, &notes);

  for (size_t i = 0; status == CT_STATUS_OK && i < notes.n; i++)
    {
      int frame = ct_candidates_frame (notes.notes[i].onset_s, self->start_s);
      int pitch = notes.notes[i].midi - CT_MIDI_LOW;

      if (is_taken (self, frame, pitch, reach))
        continue;
      self->taken[(size_t) frame * CT_N_PITCHES + (size_t) pitch] = 1;
      status = ct_notes_append (self->candidates, &notes.notes[i]);
    }
  ct_notes_clear (&notes);
  return status;
}

/* Every onset that some threshold brings out, then what sounds without one: where that begins depends on the
 * frame threshold and on what was found before it. */
static CtStatus
add_all (Finder *self, const CtNoteDecoderOptions *shipped)
{
  static const float frame_thresholds[] = {
    CT_LOWEST_THRESHOLD, 0.08f, 0.12f, 0.16f, 0.2f, 0.25f, 0.3f, 0.37f, 0.45f, 0.55f, 0.65f
  };
  CtNoteDecoderOptions options = { .onset_threshold = CT_LOWEST_THRESHOLD,
                                   .frame_threshold = CT_LOWEST_THRESHOLD,
                                   .uncertain_threshold = 1,
                                   .tolerance_frames = shipped->tolerance_frames,
                                   .midi_low = CT_MIDI_LOW,
                                   .midi_high = CT_MIDI_HIGH };
  CtStatus status = add_decoded (self, shipped, 0);

  if (status == CT_STATUS_OK)
    status = add_decoded (self, &options, 0);
  options.early_start = true;
  if (status == CT_STATUS_OK && self->spectrogram)
    status = add_decoded (self, &options, SAME_FRAMES);
  options.early_start = false;
  options.onset_threshold = 0.5f;
  options.notes_without_onset = true;
  for (size_t i = 0; status == CT_STATUS_OK && i < sizeof frame_thresholds / sizeof *frame_thresholds; i++)
    {
      options.frame_threshold = frame_thresholds[i];
      status = add_decoded (self, &options, SAME_FRAMES);
    }
  return status;
}

CtStatus
ct_candidates_find (const CtPosteriorgram *posteriors,
                    const CtSpectrogram *spectrogram,
                    const CtNoteDecoderOptions *shipped,
                    double start_s,
                    CtNotes *candidates)
{
  size_t n_before = candidates->n;
  Finder self = { .posteriors = posteriors,
                  .spectrogram = spectrogram,
                  .start_s = start_s,
                  .taken = calloc (posteriors->n_frames + 1, CT_N_PITCHES),
                  .candidates = candidates };
  CtStatus status = self.taken ? add_all (&self, shipped) : CT_STATUS_NO_MEMORY;

  free (self.taken);
  if (status == CT_STATUS_OK)
    {
      CtNotes added = { candidates->notes + n_before, candidates->n - n_before, 0 };

      ct_notes_sort (&added);
    }
  else
    candidates->n = n_before;
  return status;
}
