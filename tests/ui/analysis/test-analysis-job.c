/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-analysis-job.h"

#include <gio/gio.h>
#include <glib.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-transcriber.h"
#include "tests/support/bench-recording.h"
#include "tests/support/temporary-file.h"
#include "tests/support/test-film.h"
#include "ui/analysis/ct-engine.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"

static void
ignore_news (CtAnalysisJob *job, gpointer data)
{
}

/* The search for the sound stream of a film is called off, too: nothing is told of the film. */
static void
test_cancelled_search (TemporaryFile *fixture, gconstpointer data)
{
  static const guint hz[] = { 0, 440 };
  g_autoptr (CtAnalysisJob) job = NULL;
  g_autoptr (CtRecording) recording = NULL;
  g_autoptr (GError) error = NULL;

  if (!test_film_write (fixture->path, hz, G_N_ELEMENTS (hz)))
    {
      g_test_skip ("films cannot be read");
      return;
    }
  job = ct_analysis_job_new (fixture->path, NULL, CT_ANALYSIS_SCORE, ignore_news, NULL);
  ct_analysis_job_cancel (job);
  g_assert_false (ct_analysis_job_run (job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  recording = ct_analysis_job_steal_recording (job);
  g_assert_null (recording);
}

static gpointer
run_rest (gpointer job)
{
  ct_analysis_job_run_rest (job);
  return NULL;
}

/* Another recording that is opened does not wait until the faint notes of the first are all heard. */
static void
test_turns (TemporaryFile *fixture, gconstpointer data)
{
  g_autofree char *demo = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  g_autoptr (CtAnalysisJob) job = ct_analysis_job_new (fixture->path, NULL, CT_ANALYSIS_SCORE, ignore_news, NULL);
  g_autoptr (CtEvidence) first = NULL, all = NULL;
  g_autoptr (GError) error = NULL;
  CtTranscriber *transcriber;
  GThread *thread;
  CtEvidence *between;

  bench_recording_make (demo, fixture->path, 72); /* three times the demo, for some hundred notes */
  g_assert_true (ct_analysis_job_run (job, &error));
  g_assert_no_error (error);
  first = ct_analysis_job_steal_evidence (job);
  g_assert_cmpint (ct_engine_acquire (NULL, &transcriber), ==, CT_STATUS_OK);
  thread = g_thread_new ("rest", run_rest, job);
  g_usleep (G_USEC_PER_SEC); /* by then it wants the engine; should it be late, the test finds no fault */
  ct_engine_release (transcriber);
  g_usleep (G_USEC_PER_SEC / 100); /* it has the engine */
  g_assert_cmpint (ct_engine_acquire (NULL, &transcriber), ==, CT_STATUS_OK);
  between = ct_analysis_job_steal_evidence (job);
  g_assert_null (between);
  ct_engine_release (transcriber);
  g_thread_join (thread);
  all = ct_analysis_job_steal_evidence (job);
  g_assert_nonnull (all);
  g_test_message ("%" G_GSIZE_FORMAT " candidates, then %" G_GSIZE_FORMAT, first->n_candidates, all->n_candidates);
  g_assert_cmpuint (all->n_candidates, >, first->n_candidates);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/analysis-job/cancelled-search", TemporaryFile, "film.avi", temporary_file_set_up, test_cancelled_search,
              temporary_file_tear_down);
  g_test_add ("/analysis-job/turns", TemporaryFile, "demos.flac", temporary_file_set_up, test_turns,
              temporary_file_tear_down);
  return g_test_run ();
}
