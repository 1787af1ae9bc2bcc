/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-analysis-job.h"

#include <gio/gio.h>
#include <glib.h>

#include "tests/support/temporary-file.h"
#include "tests/support/test-film.h"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/analysis-job/cancelled-search", TemporaryFile, "film.avi", temporary_file_set_up, test_cancelled_search,
              temporary_file_tear_down);
  return g_test_run ();
}
