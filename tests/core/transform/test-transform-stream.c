/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-resampler.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-side-private.h"
#include "core/transform/ct-spectrogram.h"
#include "core/transform/ct-transform-stream.h"
#include "tests/support/test-sound.h"

/* More than three blocks of frames, and no whole number of hops. */
static const CtTimeSpan span = { 1, 20.05 };

typedef struct
{
  CtAudioFile *file;
  CtResampler *resampler;
  CtCqt *plan;
} Fixture;

static void
open_demo (Fixture *fixture, const CtTimeSpan *part)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);

  g_assert_cmpint (ct_audio_file_open (path, &fixture->file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_resampler_new (fixture->file, part, &fixture->resampler), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_cqt_new (&fixture->plan), ==, CT_STATUS_OK);
}

static void
close_demo (Fixture *fixture)
{
  ct_cqt_free (fixture->plan);
  ct_resampler_free (fixture->resampler);
  ct_audio_file_close (fixture->file);
}

/* The span in memory, with the zeros around it that the transform reaches into. */
static float *
read_samples (size_t *n)
{
  size_t room = (size_t) (CT_ANALYSIS_RATE_HZ * (span.end_s - span.start_s + 1));
  float *samples = g_new0 (float, room + 2 * CT_CQT_REACH + CT_CQT_HOP);
  Fixture fixture;

  open_demo (&fixture, &span);
  g_assert_cmpint (ct_resampler_read (fixture.resampler, samples + CT_CQT_REACH, room, n), ==, CT_STATUS_OK);
  g_assert_cmpuint (*n, <, room);
  close_demo (&fixture);
  return samples;
}

/* What the hooks were told. */
typedef struct
{
  size_t n_frames;  /* passed on so far */
  uint16_t *levels; /* [room][CT_CQT_BINS] */
  size_t room;
  double n_samples;
  GThread *thread;
} Heard;

static void
on_levels (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data)
{
  Heard *heard = data;

  g_assert_cmpuint (first_frame, ==, heard->n_frames);
  g_assert_cmpuint (n_frames, >, 0);
  g_assert_cmpuint (first_frame + n_frames, <=, heard->room);
  memcpy (heard->levels + first_frame * CT_CQT_BINS, levels, n_frames * CT_CQT_BINS * sizeof *levels);
  heard->n_frames += n_frames;
}

static void
on_progress (double n_samples, void *data)
{
  Heard *heard = data;

  g_assert_true (g_thread_self () == heard->thread);
  g_assert_cmpfloat (n_samples, >=, heard->n_samples);
  heard->n_samples = n_samples;
}

/* Whatever the number of threads, the stream gives the levels of a transform of the whole span at once. */
static void
test_levels (gconstpointer n_threads)
{
  size_t n, n_frames, n_samples;
  g_autofree float *samples = read_samples (&n), *transform = g_new (float, 2 * CT_CQT_BINS);
  Heard heard = { .room = n / CT_CQT_HOP + 1, .thread = g_thread_self () };
  CtStreamHooks hooks = { .progress = on_progress,
                          .progress_data = &heard,
                          .levels = on_levels,
                          .levels_data = &heard };
  CtSpectrogram *streamed, *one;
  CtWorkers *workers;
  CtCqtWork *work;
  Fixture fixture;

  heard.levels = g_new0 (uint16_t, heard.room * CT_CQT_BINS);
  open_demo (&fixture, &span);
  g_assert_cmpint (ct_workers_new (GPOINTER_TO_SIZE (n_threads), &workers), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_new (&streamed), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_transform_stream_run (fixture.plan, workers, fixture.resampler, &hooks, streamed, &n_samples), ==,
                   CT_STATUS_OK);
  g_assert_cmpuint (n_samples, ==, n);
  n_frames = ct_spectrogram_n_frames (streamed);
  g_assert_cmpuint (n_frames, ==, n / CT_CQT_HOP + 1);
  g_assert_cmpuint (n_frames, >, 3 * CT_SPECTROGRAM_BLOCK_FRAMES);
  g_assert_cmpuint (heard.n_frames, ==, n_frames);
  g_assert_cmpfloat (heard.n_samples, <=, (double) n);

  g_assert_cmpint (ct_cqt_work_new (fixture.plan, 1, &work), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_new (&one), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (one, 0), ==, CT_STATUS_OK);
  for (size_t frame = 0; frame < n_frames; frame += frame % 64 == 63 ? 1 : 21)
    {
      const uint16_t *levels = ct_spectrogram_frame (streamed, frame);

      ct_cqt_execute (work, samples + frame * CT_CQT_HOP, 1, transform);
      ct_spectrogram_store (one, 0, transform, 1);
      g_assert_cmpmem (levels, CT_CQT_BINS * sizeof *levels, ct_spectrogram_frame (one, 0),
                       CT_CQT_BINS * sizeof *levels);
      g_assert_cmpmem (levels, CT_CQT_BINS * sizeof *levels, heard.levels + frame * CT_CQT_BINS,
                       CT_CQT_BINS * sizeof *levels);
    }
  ct_cqt_work_free (work);
  ct_spectrogram_free (one);
  ct_spectrogram_free (streamed);
  ct_workers_free (workers);
  close_demo (&fixture);
  g_free (heard.levels);
}

static CtStatus
run_with (const CtTimeSpan *part, const CtStreamHooks *hooks)
{
  CtSpectrogram *spectrogram;
  CtWorkers *workers;
  Fixture fixture;
  size_t n_samples;
  CtStatus status;

  open_demo (&fixture, part);
  /* one, which then reports progress for certain */
  g_assert_cmpint (ct_workers_new (1, &workers), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  status = ct_transform_stream_run (fixture.plan, workers, fixture.resampler, hooks, spectrogram, &n_samples);
  ct_spectrogram_free (spectrogram);
  ct_workers_free (workers);
  close_demo (&fixture);
  return status;
}

static void
set_flag (double n_samples, void *cancelled)
{
  atomic_store ((atomic_bool *) cancelled, true);
}

/* Before it begins, and on the way. */
static void
test_cancel (void)
{
  atomic_bool cancelled = true;
  CtStreamHooks hooks = { .cancelled = &cancelled };

  g_assert_cmpint (run_with (&span, &hooks), ==, CT_STATUS_CANCELLED);
  atomic_store (&cancelled, false);
  hooks.progress = set_flag;
  hooks.progress_data = &cancelled;
  g_assert_cmpint (run_with (&span, &hooks), ==, CT_STATUS_CANCELLED);
}

/* How the two channels of a recording follow from the demo. */
typedef struct
{
  double left, right; /* factors */
} Sides;

/* The spectrogram of the demo's span on two channels. */
static CtSpectrogram *
transform_sides (const Sides *sides)
{
  size_t n, n_samples;
  g_autofree float *samples = read_samples (&n), *frames = g_new (float, 2 * n);
  g_autofree char *path = NULL;
  CtStreamHooks hooks = { 0 };
  CtSpectrogram *spectrogram;
  CtWorkers *workers;
  Fixture fixture;

  for (size_t i = 0; i < n; i++)
    {
      frames[2 * i] = (float) sides->left * samples[CT_CQT_REACH + i];
      frames[2 * i + 1] = (float) sides->right * samples[CT_CQT_REACH + i];
    }
  path = test_sound_write ("sides.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, CT_ANALYSIS_RATE_HZ, 2, frames, n);
  g_assert_cmpint (ct_audio_file_open (path, &fixture.file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_resampler_new_with_side (fixture.file, &(CtTimeSpan){ 0, INFINITY }, &fixture.resampler), ==,
                   CT_STATUS_OK);
  g_assert_cmpint (ct_cqt_new (&fixture.plan), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_workers_new (2, &workers), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_transform_stream_run (fixture.plan, workers, fixture.resampler, &hooks, spectrogram, &n_samples),
                   ==, CT_STATUS_OK);
  ct_workers_free (workers);
  close_demo (&fixture);
  return spectrogram;
}

/* The largest difference of two spectrograms' levels, in decibels, where they are loud enough to matter. */
static double
difference_db (const CtSpectrogram *a, const CtSpectrogram *b)
{
  size_t n_frames = ct_spectrogram_n_frames (a);
  double largest = 0;

  g_assert_cmpuint (ct_spectrogram_n_frames (b), ==, n_frames);
  for (size_t frame = 0; frame < n_frames; frame++)
    for (int bin = 0; bin < CT_CQT_BINS; bin++)
      {
        double x = ct_level_to_db (ct_spectrogram_frame (a, frame)[bin]);
        double y = ct_level_to_db (ct_spectrogram_frame (b, frame)[bin]);

        if (MAX (x, y) > -80)
          largest = MAX (largest, fabs (x - y));
      }
  return largest;
}

/* What is opposite in the channels is heard as if it were not; what is not, is heard as its mean, wherever it stands.
 */
static void
test_sides (void)
{
  static const Sides alike = { 1, 1 }, opposite = { 1, -1 }, almost = { 1, -0.5 }, left = { 1, 0 }, half = { 0.5, 0.5 },
                     quarter = { 0.25, 0.25 };
  CtSpectrogram *whole = transform_sides (&alike), *halved = transform_sides (&half);
  CtSpectrogram *lost = transform_sides (&opposite), *on_left = transform_sides (&left);
  CtSpectrogram *wide = transform_sides (&almost), *quartered = transform_sides (&quarter);

  g_assert_cmpfloat (difference_db (whole, lost), <, 0.1);
  g_assert_cmpfloat (difference_db (halved, on_left), <, 0.1);
  /* the mean is a quarter, the side three quarters: sqrt (9 - 3) times as much */
  g_assert_cmpfloat_with_epsilon (difference_db (quartered, wide), 10 * log10 (6), 0.1);
  ct_spectrogram_free (whole);
  ct_spectrogram_free (halved);
  ct_spectrogram_free (lost);
  ct_spectrogram_free (on_left);
  ct_spectrogram_free (wide);
  ct_spectrogram_free (quartered);
}

/* The power of the side takes over without a step, and where the mean is not lost, nothing changes. */
static void
test_side_power (void)
{
  float before = 1;

  for (int i = 0; i <= 4000; i++)
    {
      float side = 0.01f * (float) i, power = ct_side_power (1, side);

      if (side <= CT_SIDE_RATIO)
        g_assert_cmpfloat (power, ==, 1);
      else
        g_assert_cmpfloat (power, <=, side);
      g_assert_cmpfloat (power, >=, before);
      g_assert_cmpfloat (power, <, before + 0.011f);
      g_assert_cmpfloat (ct_side_power (0, side), ==, side);
      before = power;
    }
}

/* Nothing of the recording lies there. */
static void
test_empty (void)
{
  const CtTimeSpan beyond = { 100000, 100010 };
  CtStreamHooks hooks = { 0 };

  g_assert_cmpint (run_with (&beyond, &hooks), ==, CT_STATUS_EMPTY);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  for (size_t n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_autofree char *path = g_strdup_printf ("/transform-stream/levels/%zu", n_threads);

      g_test_add_data_func (path, GSIZE_TO_POINTER (n_threads), test_levels);
    }
  g_test_add_func ("/transform-stream/cancel", test_cancel);
  g_test_add_func ("/transform-stream/empty", test_empty);
  g_test_add_func ("/transform-stream/side-power", test_side_power);
  g_test_add_func ("/transform-stream/sides", test_sides);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
