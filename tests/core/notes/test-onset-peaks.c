/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-onset-peaks-private.h"
#include "core/notes/ct-posteriorgram.h"

#define N_FRAMES 200
#define PITCH 40

static const CtOnsetLevels levels = { .onset = 100, .repeated = 180, .frame = 80 };

typedef struct
{
  CtPosteriorgram *posteriors;
  CtOnsetPeaks peaks;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->peaks = (CtOnsetPeaks){ 0 };
  g_assert_cmpint (ct_posteriorgram_new (N_FRAMES, &self->posteriors), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ct_onset_peaks_clear (&self->peaks);
  ct_posteriorgram_free (self->posteriors);
}

static void
put_onset (Fixture *self, int pitch, size_t frame, uint8_t onset)
{
  self->posteriors->onset[frame * CT_N_PITCHES + (size_t) pitch] = onset;
}

static void
put_frames (Fixture *self, int pitch, size_t first, size_t end, uint8_t value)
{
  for (size_t i = first; i < end; i++)
    self->posteriors->frame[i * CT_N_PITCHES + (size_t) pitch] = value;
}

static void
find (Fixture *self)
{
  g_assert_cmpint (ct_onset_peaks_find (&self->peaks, self->posteriors, 0, CT_N_PITCHES - 1, 20), ==, CT_STATUS_OK);
  ct_onset_peaks_judge (&self->peaks, self->posteriors, &levels);
}

/* The one peak of @pitch in @frame. */
static const CtOnsetPeak *
peak_at (const Fixture *self, int pitch, size_t frame)
{
  const CtOnsetPeak *found = NULL;

  for (size_t i = 0; i < self->peaks.n; i++)
    if (self->peaks.peaks[i].pitch == pitch && self->peaks.peaks[i].frame == frame)
      {
        g_assert_null (found);
        found = &self->peaks.peaks[i];
      }
  g_assert_nonnull (found);
  return found;
}

static void
assert_wanted (const Fixture *self, int pitch, size_t frame, uint8_t wanted)
{
  g_assert_cmpint (peak_at (self, pitch, frame)->wanted, ==, wanted);
}

/* A note that sounds from frame 20 to 150: what repeats it must be surer than what begins one, whatever came between.
 */
static void
test_repeated (Fixture *self, gconstpointer data)
{
  put_frames (self, PITCH, 20, 150, 200);
  put_onset (self, PITCH, 20, 100);
  put_onset (self, PITCH, 40, 179);
  put_onset (self, PITCH, 60, 180);
  put_onset (self, PITCH, 80, 120);
  put_onset (self, PITCH, 149, 30);
  put_onset (self, PITCH, 160, 100);
  put_onset (self, PITCH + 5, 50, 100); /* of another pitch */
  find (self);
  g_assert_cmpuint (self->peaks.n, ==, 7);
  assert_wanted (self, PITCH, 20, levels.onset);
  assert_wanted (self, PITCH, 40, levels.repeated);
  assert_wanted (self, PITCH, 60, levels.repeated);
  assert_wanted (self, PITCH, 80, levels.repeated);
  assert_wanted (self, PITCH, 149, levels.repeated);
  assert_wanted (self, PITCH, 160, levels.onset);
  assert_wanted (self, PITCH + 5, 50, levels.onset);
}

/* Frames may follow their onset with a delay; any later gap ends what sounds on. */
static void
test_gaps (Fixture *self, gconstpointer data)
{
  put_onset (self, PITCH, 20, 150);
  put_frames (self, PITCH, 25, 60, 80); /* four frames without */
  put_onset (self, PITCH, 50, 150);
  put_onset (self, PITCH + 20, 20, 150);
  put_frames (self, PITCH + 20, 26, 60, 80); /* five */
  put_onset (self, PITCH + 20, 50, 150);
  put_onset (self, PITCH - 20, 20, 150);
  put_frames (self, PITCH - 20, 20, 60, 80);
  put_frames (self, PITCH - 20, 45, 46, 79);
  put_onset (self, PITCH - 20, 45, 150);
  find (self);
  assert_wanted (self, PITCH, 50, levels.repeated);
  assert_wanted (self, PITCH + 20, 50, levels.onset);
  assert_wanted (self, PITCH - 20, 45, levels.onset);
}

/* Frames alone, an onset that is too weak and a leak begin nothing that could be repeated. */
static void
test_nothing_to_repeat (Fixture *self, gconstpointer data)
{
  put_frames (self, PITCH, 0, N_FRAMES, 90);
  put_onset (self, PITCH, 20, 99);
  put_onset (self, PITCH, 40, 110);
  put_onset (self, PITCH + 1, 40, 200);
  put_frames (self, PITCH + 1, 40, 48, 200);
  put_onset (self, PITCH, 60, 100);
  put_onset (self, PITCH, 80, 100);
  find (self);
  assert_wanted (self, PITCH, 20, levels.onset);
  g_assert_cmpint (peak_at (self, PITCH, 40)->onset, ==, 0);
  assert_wanted (self, PITCH, 60, levels.onset);
  assert_wanted (self, PITCH, 80, levels.repeated);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/onset-peaks/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("repeated", test_repeated);
  ADD ("gaps", test_gaps);
  ADD ("nothing-to-repeat", test_nothing_to_repeat);
  return g_test_run ();
}
