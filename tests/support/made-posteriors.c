/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/made-posteriors.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"

CtNoteDecoderOptions
made_posteriors_options (void)
{
  CtNoteDecoderOptions options;

  ct_note_decoder_options_init (&options);
  options.onset_threshold = 0.4f;
  options.frame_threshold = 0.3f;
  options.uncertain_threshold = 0.2f;
  options.min_length_s = 0.06f;
  return options;
}

CtPosteriorgram *
made_posteriors_new (size_t n_frames)
{
  CtPosteriorgram *posteriors;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &posteriors), ==, CT_STATUS_OK);
  return posteriors;
}

static void
raise_to (uint8_t *value, double posterior)
{
  *value = (uint8_t) MAX (*value, lrint (255 * posterior));
}

void
made_posteriors_put_frames (CtPosteriorgram *posteriors, int midi, size_t first, size_t end, double posterior)
{
  for (size_t i = first; i < end; i++)
    raise_to (&posteriors->frame[i * CT_N_PITCHES + (size_t) (midi - CT_MIDI_LOW)], posterior);
}

void
made_posteriors_put_onset (CtPosteriorgram *posteriors, int midi, size_t frame, double posterior)
{
  raise_to (&posteriors->onset[frame * CT_N_PITCHES + (size_t) (midi - CT_MIDI_LOW)], posterior);
}

void
made_posteriors_put_note (CtPosteriorgram *posteriors, int midi, size_t first, size_t end, double onset, double frame)
{
  made_posteriors_put_onset (posteriors, midi, first, onset);
  if (first > 0)
    made_posteriors_put_onset (posteriors, midi, first - 1, onset / 2);
  if (first + 1 < posteriors->n_frames)
    made_posteriors_put_onset (posteriors, midi, first + 1, onset / 2);
  made_posteriors_put_frames (posteriors, midi, first, end, frame);
}

void
made_posteriors_fill_with_noise (CtPosteriorgram *posteriors, guint32 seed, double highest)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (size_t i = 0; i < posteriors->n_frames * CT_N_PITCHES; i++)
    {
      posteriors->onset[i] = (uint8_t) (255 * highest * pow (g_rand_double (rand), 2));
      posteriors->frame[i] = (uint8_t) (255 * highest * g_rand_double (rand));
    }
}

void
made_posteriors_assert_note (const CtNote *note, int midi, double first, double end, bool uncertain)
{
  g_assert_cmpint (note->midi, ==, midi);
  g_assert_cmpfloat_with_epsilon (note->onset_s, first * MADE_POSTERIORS_FRAME_S, 1e-9);
  g_assert_cmpfloat_with_epsilon (note->offset_s, end * MADE_POSTERIORS_FRAME_S, 1e-9);
  g_assert_cmpint (note->uncertain, ==, uncertain);
  g_assert_cmpint (note->track, ==, -1);
  g_assert_cmpint (note->velocity, >=, 1);
  g_assert_cmpint (note->velocity, <=, 127);
}
