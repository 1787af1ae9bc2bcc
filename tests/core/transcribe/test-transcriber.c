/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-embedding.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/failing-threads.h"
#include "tests/support/heard-demo.h"

#define RATE_HZ 22050

typedef struct
{
  char *folder;
  char *path;
} Fixture;

/* Decaying tones with partials, a new one every half second. */
static void
write_sound (const char *path, double seconds, float gain)
{
  int n = (int) (seconds * RATE_HZ);
  g_autofree float *samples = g_new0 (float, n);
  SF_INFO info = { .samplerate = RATE_HZ, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
  SNDFILE *file = sf_open (path, SFM_WRITE, &info);

  for (int note = 0; note * RATE_HZ / 2 < n; note++)
    {
      double hz = 220 * exp2 (note * 5 % 12 / 12.0);

      for (int i = note * RATE_HZ / 2; i < n; i++)
        {
          double t = i / (double) RATE_HZ - note / 2.0;

          for (int h = 1; h < 6; h++)
            samples[i] += gain * (float) (sin (2 * M_PI * hz * h * t) * exp (-3 * t) / h);
        }
    }
  g_assert_nonnull (file);
  g_assert_cmpint (sf_writef_float (file, samples, n), ==, n);
  sf_close (file);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp (NULL, NULL);
  fixture->path = g_build_filename (fixture->folder, "sound.wav", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static CtTranscriber *
new_transcriber (size_t n_threads, CtSimdLevel level)
{
  CtTranscriber *transcriber;

  g_assert_cmpint (ct_transcriber_new (n_threads, NULL, level, &transcriber), ==, CT_STATUS_OK);
  return transcriber;
}

static CtAnalysis *
analyse (CtTranscriber *transcriber, const char *path, double start_s, double end_s)
{
  CtAnalysis *analysis;

  g_assert_cmpint (ct_transcriber_analyse (transcriber, path, &(CtTimeSpan){ start_s, end_s }, &analysis), ==,
                   CT_STATUS_OK);
  return analysis;
}

static void
assert_same_analysis (const CtAnalysis *a, const CtAnalysis *b)
{
  size_t n = a->posteriors->n_frames;

  g_assert_cmpuint (b->posteriors->n_frames, ==, n);
  g_assert_cmpfloat (ct_spectrogram_mean_db (a->spectrogram), ==, ct_spectrogram_mean_db (b->spectrogram));
  for (size_t i = 0; i < n; i++)
    g_assert_cmpmem (ct_spectrogram_frame (a->spectrogram, i), CT_CQT_BINS * 2,
                     ct_spectrogram_frame (b->spectrogram, i), CT_CQT_BINS * 2);
  g_assert_cmpmem (a->posteriors->onset, n * CT_N_PITCHES, b->posteriors->onset, n * CT_N_PITCHES);
  g_assert_cmpmem (a->posteriors->frame, n * CT_N_PITCHES, b->posteriors->frame, n * CT_N_PITCHES);
}

static CtScore *
score_of (CtTranscriber *transcriber, const CtAnalysis *analysis)
{
  CtTranscriberOptions options;
  CtScore *score;

  ct_transcriber_options_init (&options);
  g_assert_cmpint (ct_transcriber_score (transcriber, analysis, &options, &score), ==, CT_STATUS_OK);
  return score;
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *one = new_transcriber (1, ct_simd_best_level ());
  CtAnalysis *alone;
  CtScore *score;

  write_sound (fixture->path, 20, 0.1f);
  alone = analyse (one, fixture->path, 0, INFINITY);
  score = score_of (one, alone);
  g_assert_cmpuint (alone->posteriors->n_frames, ==, 20 * RATE_HZ / CT_CQT_HOP + 1);
  g_assert_cmpfloat_with_epsilon (alone->duration_s, 20, 1e-3);
  for (size_t n_threads = 2; n_threads <= 5; n_threads += 3)
    {
      CtTranscriber *many = new_transcriber (n_threads, ct_simd_best_level ());
      CtAnalysis *together = analyse (many, fixture->path, 0, INFINITY);
      CtScore *same = score_of (many, together);

      assert_same_analysis (alone, together);
      g_assert_cmpuint (same->notes.n, ==, score->notes.n);
      g_assert_cmpuint (same->n_tracks, ==, score->n_tracks);
      for (size_t i = 0; i < score->notes.n; i++)
        {
          g_assert_cmpfloat (same->notes.notes[i].onset_s, ==, score->notes.notes[i].onset_s);
          g_assert_cmpint (same->notes.notes[i].track, ==, score->notes.notes[i].track);
        }
      ct_score_free (same);
      ct_analysis_free (together);
      ct_transcriber_free (many);
    }
  ct_score_free (score);
  ct_analysis_free (alone);
  ct_transcriber_free (one);
}

/* Sums in another order differ by rounding: at most one step of a posterior. */
static void
test_simd_levels (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *scalar = new_transcriber (1, CT_SIMD_SCALAR);
  CtAnalysis *wanted;

  write_sound (fixture->path, 3, 0.1f);
  wanted = analyse (scalar, fixture->path, 0, INFINITY);
  for (int level = CT_SIMD_BASELINE; level < CT_N_SIMD_LEVELS; level++)
    {
      CtTranscriber *transcriber;
      CtAnalysis *found;

      if (!ct_simd_level_supported (level))
        {
          g_test_message ("skipped: no %s here", ct_simd_level_name (level));
          continue;
        }
      transcriber = new_transcriber (1, level);
      found = analyse (transcriber, fixture->path, 0, INFINITY);
      for (size_t i = 0; i < wanted->posteriors->n_frames * CT_N_PITCHES; i++)
        {
          g_assert_cmpint (ABS (found->posteriors->onset[i] - wanted->posteriors->onset[i]), <=, 1);
          g_assert_cmpint (ABS (found->posteriors->frame[i] - wanted->posteriors->frame[i]), <=, 1);
        }
      ct_analysis_free (found);
      ct_transcriber_free (transcriber);
    }
  ct_analysis_free (wanted);
  ct_transcriber_free (scalar);
}

static void
test_span (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *transcriber = new_transcriber (2, ct_simd_best_level ());
  CtAnalysis *analysis;
  CtScore *score;

  write_sound (fixture->path, 6, 0.1f);
  analysis = analyse (transcriber, fixture->path, 2, 4);
  g_assert_cmpfloat (analysis->start_s, ==, 2);
  g_assert_cmpfloat_with_epsilon (analysis->duration_s, 2, 1e-3);
  score = score_of (transcriber, analysis);
  for (size_t i = 0; i < score->notes.n; i++)
    {
      g_assert_cmpfloat (score->notes.notes[i].onset_s, >=, 2);
      g_assert_cmpfloat (score->notes.notes[i].offset_s, <=, 4.1);
    }
  ct_score_free (score);
  ct_analysis_free (analysis);
  ct_transcriber_free (transcriber);
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *transcriber = new_transcriber (1, ct_simd_best_level ());
  CtAnalysis *analysis;
  CtScore *score;

  write_sound (fixture->path, 1, 0);
  analysis = analyse (transcriber, fixture->path, 0, INFINITY);
  score = score_of (transcriber, analysis);
  g_assert_cmpuint (ct_score_count (score, -1), ==, 0);
  ct_score_free (score);
  ct_analysis_free (analysis);
  ct_transcriber_free (transcriber);
}

/* A tone too soft for 16 bits is nothing that anybody plays, though it is all there is; a louder one is. */
static void
test_inaudible (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    double db;
    guint n_notes;
  } cases[] = { { -98, 0 }, { -60, 1 } };
  CtTranscriber *transcriber = new_transcriber (2, ct_simd_best_level ());

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree float *tone = g_new (float, 10 * 22050);
      SF_INFO info = { .samplerate = 22050, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT };
      SNDFILE *file = sf_open (fixture->path, SFM_WRITE, &info);
      CtAnalysis *analysis;
      CtScore *score;

      for (int k = 0; k < 10 * 22050; k++)
        tone[k] = (float) (pow (10, cases[i].db / 20) * sin (2 * G_PI * 220 * k / 22050.0));
      g_assert_cmpint (sf_writef_float (file, tone, 10 * 22050), ==, 10 * 22050);
      sf_close (file);
      analysis = analyse (transcriber, fixture->path, 0, INFINITY);
      score = score_of (transcriber, analysis);
      g_assert_cmpuint (ct_score_count (score, -1), ==, cases[i].n_notes);
      ct_score_free (score);
      ct_analysis_free (analysis);
    }
  ct_transcriber_free (transcriber);
}

static void
assert_fails (CtTranscriber *transcriber, const char *path, double start_s, double end_s, CtStatus status)
{
  CtAnalysis *analysis = NULL;

  g_assert_cmpint (ct_transcriber_analyse (transcriber, path, &(CtTimeSpan){ start_s, end_s }, &analysis), ==, status);
  g_assert_null (analysis);
}

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *transcriber = new_transcriber (2, ct_simd_best_level ());
  atomic_bool cancelled = true;

  assert_fails (transcriber, fixture->path, 0, INFINITY, CT_STATUS_NOT_FOUND);
  assert_fails (transcriber, fixture->folder, 0, INFINITY, CT_STATUS_NOT_A_FILE);
  write_sound (fixture->path, 2, 0.1f);
  assert_fails (transcriber, fixture->path, -1, 1, CT_STATUS_BAD_ARGUMENT);
  assert_fails (transcriber, fixture->path, 1, 1, CT_STATUS_BAD_ARGUMENT);
  assert_fails (transcriber, fixture->path, NAN, 1, CT_STATUS_BAD_ARGUMENT);
  assert_fails (transcriber, fixture->path, 5, INFINITY, CT_STATUS_EMPTY);
  ct_transcriber_set_cancelled (transcriber, &cancelled);
  assert_fails (transcriber, fixture->path, 0, INFINITY, CT_STATUS_CANCELLED);
  ct_transcriber_set_cancelled (transcriber, NULL);
  ct_analysis_free (analyse (transcriber, fixture->path, 0, INFINITY));
  ct_transcriber_free (transcriber);
}

static void
note_progress (double fraction, void *data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *transcriber = new_transcriber (1, ct_simd_best_level ());
  double last = 0;

  write_sound (fixture->path, 20, 0.1f);
  ct_transcriber_set_progress (transcriber, note_progress, &last);
  ct_analysis_free (analyse (transcriber, fixture->path, 0, INFINITY));
  g_assert_cmpfloat (last, ==, 1);
  ct_transcriber_free (transcriber);
}

typedef struct
{
  GByteArray *levels;
  GThread *inside; /* who is being told now; NULL: nobody */
} Shown;

static void
note_levels (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data)
{
  Shown *shown = data;

  g_assert_true (g_atomic_pointer_compare_and_exchange (&shown->inside, NULL, g_thread_self ()));
  g_assert_cmpuint (first_frame * CT_CQT_BINS * sizeof *levels, ==, shown->levels->len);
  g_byte_array_append (shown->levels, (const guint8 *) levels, (guint) (n_frames * CT_CQT_BINS * sizeof *levels));
  g_assert_true (g_atomic_pointer_compare_and_exchange (&shown->inside, g_thread_self (), NULL));
}

static void
test_levels (Fixture *fixture, gconstpointer data)
{
  write_sound (fixture->path, 40, 0.1f);
  for (size_t n_threads = 1; n_threads <= 4; n_threads++)
    {
      CtTranscriber *transcriber = new_transcriber (n_threads, ct_simd_best_level ());
      Shown shown = { g_byte_array_new (), NULL };
      CtAnalysis *analysis;
      size_t n_frames;

      ct_transcriber_set_levels (transcriber, note_levels, &shown);
      analysis = analyse (transcriber, fixture->path, 0, INFINITY);
      n_frames = ct_spectrogram_n_frames (analysis->spectrogram);
      g_assert_cmpuint (n_frames, >, 5 * CT_SPECTROGRAM_BLOCK_FRAMES);
      g_assert_cmpuint (shown.levels->len, ==, n_frames * CT_CQT_BINS * 2);
      for (size_t i = 0; i < n_frames; i++)
        g_assert_cmpmem (shown.levels->data + i * CT_CQT_BINS * 2, CT_CQT_BINS * 2,
                         ct_spectrogram_frame (analysis->spectrogram, i), CT_CQT_BINS * 2);
      ct_analysis_free (analysis);
      ct_transcriber_free (transcriber);
      g_byte_array_unref (shown.levels);
    }
}

static void
test_transform (Fixture *fixture, gconstpointer data)
{
  CtTranscriber *transcriber = new_transcriber (2, ct_simd_best_level ());
  CtAnalysis *whole, *transformed = NULL;
  double last = 0;

  write_sound (fixture->path, 20, 0.1f);
  whole = analyse (transcriber, fixture->path, 0, INFINITY);
  ct_transcriber_set_progress (transcriber, note_progress, &last);
  g_assert_cmpint (ct_transcriber_transform (transcriber, fixture->path, &(CtTimeSpan){ 0, INFINITY }, &transformed),
                   ==, CT_STATUS_OK);
  g_assert_cmpfloat (last, >, 0.5);
  g_assert_null (transformed->posteriors);
  g_assert_cmpfloat (transformed->duration_s, ==, whole->duration_s);
  g_assert_cmpuint (ct_spectrogram_n_frames (transformed->spectrogram), ==, whole->posteriors->n_frames);
  for (size_t i = 0; i < whole->posteriors->n_frames; i++)
    g_assert_cmpmem (ct_spectrogram_frame (transformed->spectrogram, i), CT_CQT_BINS * 2,
                     ct_spectrogram_frame (whole->spectrogram, i), CT_CQT_BINS * 2);
  ct_analysis_free (transformed);
  ct_analysis_free (whole);
  ct_transcriber_free (transcriber);
}

static CtStatus
transcribe (void *data)
{
  CtTranscriberOptions options;
  CtTranscriber *transcriber = NULL;
  CtAnalysis *analysis = NULL;
  CtScore *score = NULL;
  CtStatus status = ct_transcriber_new (2, NULL, CT_SIMD_BASELINE, &transcriber);

  ct_transcriber_options_init (&options);
  if (status == CT_STATUS_OK)
    status = ct_transcriber_analyse (transcriber, data, &(CtTimeSpan){ 0, INFINITY }, &analysis);
  if (status == CT_STATUS_OK)
    status = ct_transcriber_score (transcriber, analysis, &options, &score);
  ct_score_free (score);
  ct_analysis_free (analysis);
  ct_transcriber_free (transcriber);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  write_sound (fixture->path, 1.2, 0.1f);
  failing_allocator_try_all (transcribe, fixture->path);
}

/* A thread that cannot be started: fewer do the work, or an error says so. */
static void
test_no_thread (Fixture *fixture, gconstpointer data)
{
  write_sound (fixture->path, 1.2, 0.1f);
  failing_threads_try_all (transcribe, fixture->path);
}

/* The number of tracks of the demo's notes, played @times times after each other. */
static int
count_tracks (const CtNotes *heard, const float *embeddings, const CtMemoryNetwork *memory, size_t times)
{
  size_t n = heard->n;
  double length_s = heard->notes[n - 1].offset_s + 1;
  g_autofree CtNote *notes = g_new (CtNote, times * n);
  g_autofree float *all = g_new (float, times *n *CT_EMBEDDING_SIZE);
  CtTimbreClusterOptions options;
  CtTimbreClusterResult result;

  ct_timbre_cluster_options_init (&options);
  for (size_t i = 0; i < times * n; i++)
    {
      notes[i] = heard->notes[i % n];
      notes[i].onset_s += length_s * (double) (i / n);
      notes[i].offset_s += length_s * (double) (i / n);
      memcpy (all + i * CT_EMBEDDING_SIZE, embeddings + i % n * CT_EMBEDDING_SIZE, CT_EMBEDDING_SIZE * sizeof *all);
    }
  g_assert_cmpint (ct_timbre_cluster (memory, all, NULL, &options, notes, times * n, &result), ==, CT_STATUS_OK);
  return (int) result.n_tracks;
}

/* A song does not lose tracks because it is long. */
static void
test_long (void)
{
  HeardDemo heard;
  CtWeights *weights;
  CtMemoryNetwork *memory;

  heard_demo_init (&heard);
  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_memory_network_new (weights, ct_simd_best_level (), &memory), ==, CT_STATUS_OK);
  for (size_t times = 1; times <= 100; times *= 10)
    g_assert_cmpint (count_tracks (&heard.score->notes, heard.embeddings, memory, times), ==, 3);
  ct_memory_network_free (memory);
  ct_weights_free (weights);
  heard_demo_clear (&heard);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/transcriber/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("threads", test_threads);
  ADD ("simd-levels", test_simd_levels);
  ADD ("span", test_span);
  ADD ("silence", test_silence);
  ADD ("inaudible", test_inaudible);
  ADD ("failures", test_failures);
  ADD ("progress", test_progress);
  ADD ("levels", test_levels);
  ADD ("transform", test_transform);
  ADD ("no-memory", test_no_memory);
  ADD ("no-thread", test_no_thread);
  g_test_add_func ("/transcriber/long", test_long);
  return g_test_run ();
}
