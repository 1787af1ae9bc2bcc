/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One frame's spectrum, shared out among the notes that sound in it; the spectra are those of sines whose amplitudes
 * and frequencies are known. */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-isolation-private.h"
#include "core/transform/ct-stft-private.h"
#include "tests/support/failing-allocator.h"

#define RATE 22050
#define N_PARTIALS 6 /* of the notes made here */

typedef struct
{
  CtStft stft;
  CtIsolationFrame frame;
  CtNoteModel model;
  float *samples; /* [stft.size] */
} Fixture;

static void
set_up (Fixture *fixture)
{
  g_assert_cmpint (ct_stft_init (&fixture->stft, RATE), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_isolation_frame_init (&fixture->frame, &fixture->stft), ==, CT_STATUS_OK);
  ct_note_model_init (&fixture->model);
  fixture->samples = g_new0 (float, fixture->stft.size);
  ct_isolation_frame_begin (&fixture->frame);
}

static void
tear_down (Fixture *fixture)
{
  ct_isolation_frame_clear (&fixture->frame);
  ct_stft_clear (&fixture->stft);
  g_free (fixture->samples);
}

static double
hz_of (int midi, double cents)
{
  return 440 * pow (2, (midi - 69 + cents / 100) / 12);
}

/* Sounds a note, partial h + 1 with @level / (h + 1), and tells the frame of it. */
static void
add_note (Fixture *fixture, int midi, double cents, double level, size_t number)
{
  CtNote note = { .onset_s = 0, .offset_s = 1, .midi = (uint8_t) midi, .velocity = 100 };

  for (int h = 1; h <= N_PARTIALS; h++)
    for (size_t i = 0; i < fixture->stft.size; i++)
      fixture->samples[i] += (float) (level / h
                                      * cos (2 * G_PI * h * hz_of (midi, cents) * (double) i / RATE + 0.7 * h + midi));
  g_assert_true (ct_isolation_frame_add (&fixture->frame, &note, &fixture->model, number, (int) number, 0.5));
}

static void
locate (Fixture *fixture)
{
  float *scratch = ct_stft_alloc_real (&fixture->stft), *spectrum = ct_stft_alloc_complex (&fixture->stft);

  ct_stft_forward (&fixture->stft, fixture->samples, 1, scratch, spectrum);
  for (size_t k = 0; k < fixture->stft.n_bins; k++)
    fixture->frame.level[k] = fixture->stft.amplitude * hypotf (spectrum[2 * k], spectrum[2 * k + 1]);
  free (scratch);
  free (spectrum);
  ct_isolation_frame_locate (&fixture->frame, &fixture->stft);
}

/* A note belongs to a frame from half a window before its onset until it has died away. */
static void
test_add (void)
{
  static const struct
  {
    double time_s;
    bool sounds;
    float weight;
  } cases[] = { { 0.9, false, 0 }, { 0.96, true, 0.5f },   { 1, true, 1 },   { 1.5, true, 1 },
                { 2, true, 1 },    { 2.1, true, 0.3679f }, { 2.2, false, 0 } };
  CtNote note = { .onset_s = 1, .offset_s = 2, .midi = 81 };
  Fixture fixture;

  set_up (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ct_isolation_frame_begin (&fixture.frame);
      g_assert_true (ct_isolation_frame_add (&fixture.frame, &note, &fixture.model, 7, 3, cases[i].time_s));
      g_assert_cmpuint (fixture.frame.n_voices, ==, cases[i].sounds);
      if (!cases[i].sounds)
        continue;
      g_assert_cmpfloat_with_epsilon (fixture.frame.voices[0].weight, cases[i].weight, 1e-3);
      g_assert_cmpfloat_with_epsilon (fixture.frame.voices[0].hz, 880, 1e-9);
      g_assert_cmpuint (fixture.frame.voices[0].note, ==, 7);
      g_assert_cmpint (fixture.frame.voices[0].stem, ==, 3);
    }
  while (fixture.frame.n_voices < CT_ISOLATION_MAX_VOICES)
    g_assert_true (ct_isolation_frame_add (&fixture.frame, &note, &fixture.model, 0, 0, 1.5));
  g_assert_false (ct_isolation_frame_add (&fixture.frame, &note, &fixture.model, 0, 0, 1.5));
  tear_down (&fixture);
}

/* Partials are found where they are, however far the note is out of tune, and their amplitudes read there. */
static void
test_locate (void)
{
  for (int cents = -30; cents <= 30; cents += 15)
    {
      Fixture fixture;
      const CtVoice *voice;

      set_up (&fixture);
      add_note (&fixture, 64, cents, 0.2, 0);
      locate (&fixture);
      voice = &fixture.frame.voices[0];
      g_assert_cmpfloat_with_epsilon (voice->cents, cents, 2);
      for (int h = 0; h < N_PARTIALS; h++)
        {
          double bin = (h + 1) * hz_of (64, cents) / fixture.stft.hz_per_bin;

          g_assert_true (voice->clean[h]);
          g_assert_cmpfloat_with_epsilon (voice->bins[h], bin, 0.1);
          g_assert_cmpfloat_with_epsilon (ct_isolation_lobe_amplitude (&fixture.frame, voice->bins[h]), 0.2 / (h + 1),
                                          0.05 * 0.2 / (h + 1));
        }
      tear_down (&fixture);
    }
}

/* Two notes an octave apart: every second partial of the lower one is hidden, the others are its own. */
static void
test_clean (void)
{
  Fixture fixture;

  set_up (&fixture);
  add_note (&fixture, 60, 0, 0.2, 0);
  add_note (&fixture, 72, 0, 0.2, 1);
  locate (&fixture);
  for (int h = 0; h < N_PARTIALS; h++)
    {
      g_assert_true (fixture.frame.voices[0].clean[h] == (h % 2 == 0));
      g_assert_false (fixture.frame.voices[1].clean[h]);
    }
  tear_down (&fixture);
}

/* Profiles add up to the partials relative to each other; a model follows them. */
static void
test_measure (void)
{
  Fixture fixture;
  CtNoteProfile profiles[2] = { 0 }, none = { 0 };
  CtNoteModel model;

  set_up (&fixture);
  add_note (&fixture, 60, 10, 0.2, 0);
  add_note (&fixture, 66, -10, 0.1, 1);
  locate (&fixture);
  ct_isolation_frame_measure (&fixture.frame, &fixture.stft, profiles);
  g_assert_cmpfloat_with_epsilon (profiles[0].cents / profiles[0].cents_weight, 10, 2);
  g_assert_cmpfloat_with_epsilon (profiles[1].cents / profiles[1].cents_weight, -10, 2);
  for (int n = 0; n < 2; n++)
    {
      ct_note_model_set (&model, &profiles[n], &none);
      g_assert_cmpfloat_with_epsilon (model.cents, n ? -10 : 10, 2);
      g_assert_cmpfloat_with_epsilon (model.partials[1] / model.partials[0], 0.5, 0.05);
      for (int h = N_PARTIALS; h < fixture.frame.voices[n].n_partials; h++)
        if (fixture.frame.voices[n].clean[h])
          g_assert_cmpfloat (model.partials[h] / model.partials[0], <, 0.05f);
    }
  tear_down (&fixture);
}

/* A model: what its track's other notes show counts three times as much as what was seen of the note itself, and where
 * nothing was seen it falls by 6 dB an octave. */
static void
test_model (void)
{
  CtNoteProfile own = { 0 }, others = { 0 }, sum = { 0 };
  CtNoteModel model;

  ct_note_model_set (&model, &own, &others);
  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    {
      g_assert_cmpfloat_with_epsilon (model.partials[h], 1.0 / (h + 1), 1e-6);
      own.reference[h] = others.reference[h] = 1;
      own.amplitude[h] = 0.8f;
      others.amplitude[h] = 0.4f;
    }
  g_assert_cmpfloat (model.cents, ==, 0);
  own.cents = 30;
  own.cents_weight = 2;
  ct_note_model_set (&model, &own, &others);
  g_assert_cmpfloat (model.cents, ==, 15);
  for (int h = 0; h < CT_ISOLATION_PARTIALS; h++)
    g_assert_cmpfloat_with_epsilon (model.partials[h], (0.3 * 0.8 + 0.4) / 1.3, 0.01);
  ct_note_profile_add (&sum, &own, 2);
  ct_note_profile_add (&sum, &others, 0.5f);
  g_assert_cmpfloat_with_epsilon (sum.amplitude[3], 1.8, 1e-6);
  g_assert_cmpfloat_with_epsilon (sum.reference[3], 2.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (sum.cents / sum.cents_weight, 15, 1e-6);
}

/* The amplitude of every partial, alone or hidden: a shared one is divided as the models expect. */
static void
test_solve (void)
{
  Fixture fixture;

  set_up (&fixture);
  add_note (&fixture, 60, 0, 0.2, 0);
  add_note (&fixture, 67, 0, 0.1, 1); /* its second partial is the other's third */
  locate (&fixture);
  ct_isolation_frame_solve (&fixture.frame, &fixture.stft);
  for (int v = 0; v < 2; v++)
    for (int h = 0; h < 2; h++)
      g_assert_cmpfloat_with_epsilon (fixture.frame.voices[v].amplitudes[h], (v ? 0.1 : 0.2) / (h + 1), 0.035);
  g_assert_cmpfloat_with_epsilon (fixture.frame.voices[0].amplitudes[4], 0.04, 0.01);
  tear_down (&fixture);
}

/* The share of stem @stem at the lobe of partial @h of voice @v. */
static float
share_at (Fixture *fixture, const float *masks, size_t stem, int v, int h)
{
  return masks[stem * fixture->stft.n_bins + (size_t) lroundf (fixture->frame.voices[v].bins[h])];
}

/* Masks are shares: nowhere below 0, their sum nowhere above 1; a partial that stands alone is its note's. */
static void
test_masks (void)
{
  Fixture fixture;
  g_autofree float *masks = NULL;
  uint64_t active;

  set_up (&fixture);
  add_note (&fixture, 60, 0, 0.2, 0);
  add_note (&fixture, 67, 0, 0.2, 2);
  locate (&fixture);
  ct_isolation_frame_solve (&fixture.frame, &fixture.stft);
  masks = g_new0 (float, 3 * fixture.stft.n_bins);
  ct_isolation_frame_masks (&fixture.frame, &fixture.stft, masks, 3, &active);
  g_assert_cmpuint (active, ==, 5);
  for (size_t k = 0; k < fixture.stft.n_bins; k++)
    {
      float a = masks[k], b = masks[2 * fixture.stft.n_bins + k];

      g_assert_cmpfloat (a, >=, 0);
      g_assert_cmpfloat (b, >=, 0);
      g_assert_cmpfloat (a + b, <=, 1.0001f);
      g_assert_cmpfloat (masks[fixture.stft.n_bins + k], ==, 0);
    }
  g_assert_cmpfloat (share_at (&fixture, masks, 0, 0, 0), >, 0.95f);
  g_assert_cmpfloat (share_at (&fixture, masks, 2, 0, 0), <, 0.05f);
  g_assert_cmpfloat (share_at (&fixture, masks, 2, 1, 0), >, 0.95f);
  /* the partial they share: a third of 0.2 against half of it */
  g_assert_cmpfloat (share_at (&fixture, masks, 2, 1, 1), >, share_at (&fixture, masks, 0, 0, 2));
  g_assert_cmpfloat (share_at (&fixture, masks, 0, 0, 2), >, 0.1f);
  tear_down (&fixture);
}

static CtStatus
make_frame (void *data)
{
  CtIsolationFrame frame;
  CtStatus status = ct_isolation_frame_init (&frame, data);

  ct_isolation_frame_clear (&frame);
  return status;
}

static void
test_no_memory (void)
{
  Fixture fixture;

  set_up (&fixture);
  failing_allocator_try_all (make_frame, &fixture.stft);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/isolation-frame/add", test_add);
  g_test_add_func ("/isolation-frame/locate", test_locate);
  g_test_add_func ("/isolation-frame/clean", test_clean);
  g_test_add_func ("/isolation-frame/measure", test_measure);
  g_test_add_func ("/isolation-frame/model", test_model);
  g_test_add_func ("/isolation-frame/solve", test_solve);
  g_test_add_func ("/isolation-frame/masks", test_masks);
  g_test_add_func ("/isolation-frame/no-memory", test_no_memory);
  return g_test_run ();
}
