/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording in the real window: how long until its spectrogram and its notes are there, what memory that takes, and
 * how long a merge, an undo and a split by timbre take until they are painted. Needs a display; each length is a
 * process of its own.
 *
 *   bench-window DEMO.flac [SECONDS...]     (300 and 7200 where none is named) */
#include <adwaita.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/bench-recording.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-window-new.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window.h"

#define SETTLE_US (3 * G_USEC_PER_SEC)
#define PATIENCE_US (300 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  CtWindow *window;
  gint64 start_us;
} Bench;

static double
since_s (gint64 start_us)
{
  return 1e-6 * (double) (g_get_monotonic_time () - start_us);
}

/* Of this process, in MB; @field as /proc/self/status names it. */
static double
memory_mb (const char *field)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, field);
  g_assert_nonnull (line);
  return g_ascii_strtod (line + strlen (field) + 1, NULL) / 1024;
}

static CtDocument *
get_document (Bench *bench)
{
  CtSession *session = ct_window_get_session (bench->window);

  return session ? ct_session_get_document (session) : NULL;
}

static gboolean
has_spectrogram (Bench *bench)
{
  CtDocument *document = get_document (bench);
  double frames;

  if (!document || !ct_document_get_recording (document))
    return FALSE;
  frames = ct_document_get_duration_s (document) * CT_CQT_FRAME_RATE_HZ;
  return (double) ct_level_store_get_n_frames (ct_document_get_levels (document)) >= frames - 2;
}

static gboolean
has_some_spectrogram (Bench *bench)
{
  CtDocument *document = get_document (bench);

  return document && ct_level_store_get_n_frames (ct_document_get_levels (document)) > 0;
}

static gboolean
has_notes (Bench *bench)
{
  CtDocument *document = get_document (bench);

  return document && ct_document_get_score (document)->n_notes > 0;
}

static void
run_until (Bench *bench, gboolean (*done) (Bench *bench))
{
  gint64 start_us = g_get_monotonic_time ();

  while (!done (bench))
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, PATIENCE_US);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
settle (gint64 us)
{
  gint64 end_us = g_get_monotonic_time () + us;

  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
}

static void
painted (GdkFrameClock *clock, gboolean *flag)
{
  *flag = TRUE;
}

/* Milliseconds from @start_us until the window's next frame is painted. */
static double
until_painted_ms (Bench *bench, gint64 start_us)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  gboolean done = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted), &done);

  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  return 1e3 * since_s (start_us);
}

static void
measure_edits (Bench *bench)
{
  CtDocument *document = get_document (bench);
  const CtEditScore *score = ct_document_get_score (document);
  guint32 tracks[2];
  double merged_ms, undone_ms, split_ms;
  gint64 start_us;
  g_autofree guint64 *ids = NULL;
  g_autoptr (CtTrackSplit) split = NULL;
  guint n;

  if (score->n_tracks < 2)
    return;
  tracks[0] = score->tracks[0].id;
  tracks[1] = score->tracks[1].id;
  start_us = g_get_monotonic_time ();
  tracks[0] = ct_track_edits_merge (document, tracks, 2);
  merged_ms = until_painted_ms (bench, start_us);
  settle (G_USEC_PER_SEC / 2);

  start_us = g_get_monotonic_time ();
  ids = ct_track_edits_dup_notes (document, tracks, 1, &n);
  split = ct_track_edits_new_split (document, ids, n);
  g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
  ct_track_edits_split (document, split);
  split_ms = until_painted_ms (bench, start_us);
  settle (G_USEC_PER_SEC / 2);

  start_us = g_get_monotonic_time ();
  ct_document_undo (document);
  undone_ms = until_painted_ms (bench, start_us);
  printf ("      painted after a merge %.0f ms, a split by timbre %.0f ms, an undo %.0f ms\n", merged_ms, split_ms,
          undone_ms);
}

static void
measure (Bench *bench, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  double first_s, spectrogram_s, notes_s;
  CtDocument *document;

  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1600, 900);
  gtk_window_present (GTK_WINDOW (bench->window));
  settle (G_USEC_PER_SEC);
  bench->start_us = g_get_monotonic_time ();
  ct_window_open (bench->window, file);
  run_until (bench, has_some_spectrogram);
  first_s = since_s (bench->start_us);
  run_until (bench, has_spectrogram);
  spectrogram_s = since_s (bench->start_us);
  run_until (bench, has_notes);
  notes_s = since_s (bench->start_us);
  document = get_document (bench);
  settle (SETTLE_US);
  printf ("      spectrogram begins after %.2f s and is complete after %.2f s, notes and tracks after %.2f s"
          " (%zu notes, %zu tracks)\n",
          first_s, spectrogram_s, notes_s, ct_document_get_score (document)->n_notes,
          ct_document_get_score (document)->n_tracks);
  measure_edits (bench);
  printf ("      memory: %.0f MB resident, %.0f MB at the most\n", memory_mb ("VmRSS:"), memory_mb ("VmHWM:"));
}

static void
on_activate (GtkApplication *application, const char *path)
{
  Bench bench = { .window = ct_window_new (application) };
  guint timer = g_timeout_add (2, wake, NULL);

  measure (&bench, path);
  g_source_remove (timer);
  fflush (stdout);
  _exit (0);
}

static int
run (const char *demo, const char *folder, int seconds)
{
  g_autofree char *path = g_strdup_printf ("%s/%d.flac", folder, seconds);
  int status;
  pid_t child;

  bench_recording_make (demo, path, seconds);
  printf ("%4d s of stereo FLAC\n", seconds);
  fflush (stdout);
  child = fork ();
  if (child == 0)
    {
      AdwApplication *application;

      application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
      g_signal_connect (application, "activate", G_CALLBACK (on_activate), path);
      _exit (g_application_run (G_APPLICATION (application), 0, NULL));
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  unlink (path);
  return status == 0 ? 0 : 1;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("coloratura-bench-XXXXXX", NULL);
  int failed = 0;

  if (argc < 2)
    return 2;
  for (int i = 2; i < argc; i++)
    failed |= run (argv[1], folder, (int) g_ascii_strtoll (argv[i], NULL, 10));
  if (argc == 2)
    failed = run (argv[1], folder, 300) | run (argv[1], folder, 7200);
  rmdir (folder);
  return failed;
}
