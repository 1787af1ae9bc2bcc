/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A MIDI file of a million notes, all on one key, in the real window: how long until they are painted, and for how long
 * at most the window answers nothing. Needs a display.
 *
 *   bench-crowd [NOTES]
 *
 * For bench-tracks.py: writes a project of many tracks.
 *
 *   bench-crowd --project FILE TRACKS */
#include <adwaita.h>
#include <stdio.h>
#include <unistd.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/processor-time.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-window-new.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window.h"

#define PATIENCE_US (120 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  const char *path;
  gsize n_notes;
} Crowd;

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

/* One track of notes that follow each other at once. */
static void
write_crowd (const Crowd *crowd)
{
  static const guint8 head[] = { 'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 'M', 'T', 'r', 'k' };
  static const guint8 end[] = { 0, 0xff, 0x2f, 0 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (bytes, head, sizeof head);
  append_u32 (bytes, (guint32) (8 * crowd->n_notes + sizeof end));
  for (gsize i = 0; i < crowd->n_notes; i++)
    {
      const guint8 note[] = { 0, 0x90, 60, (guint8) (1 + i % 127), 2, 0x80, 60, 64 };

      g_byte_array_append (bytes, note, sizeof note);
    }
  g_byte_array_append (bytes, end, sizeof end);
  g_file_set_contents (crowd->path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

static gsize
count_notes (CtWindow *window)
{
  CtSession *session = ct_window_get_session (window);

  return session ? ct_document_get_score (ct_session_get_document (session))->n_notes : 0;
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
painted (GdkFrameClock *clock, guint *n)
{
  ++*n;
}

static void
on_activate (GtkApplication *application, const Crowd *crowd)
{
  g_autoptr (GFile) file = g_file_new_for_path (crowd->path);
  CtWindow *window = ct_window_new (application);
  guint timer = g_timeout_add (2, wake, NULL), n_painted = 0, n_before = 0;
  gint64 start_us, now_us, before_us, longest_us = 0, there_us = 0, end_us = 0;
  double start_ms, work_ms = 0;

  gtk_window_set_default_size (GTK_WINDOW (window), 1600, 900);
  gtk_window_present (GTK_WINDOW (window));
  for (start_us = g_get_monotonic_time (); g_get_monotonic_time () - start_us < G_USEC_PER_SEC;)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (painted), &n_painted);
  start_us = before_us = g_get_monotonic_time ();
  start_ms = processor_time_ms ();
  ct_window_open (window, file);
  /* two frames after the notes are there they are on the screen; then it comes to rest */
  while (!end_us || g_get_monotonic_time () - end_us < 3 * G_USEC_PER_SEC)
    {
      g_main_context_iteration (NULL, TRUE);
      now_us = g_get_monotonic_time ();
      longest_us = MAX (longest_us, now_us - before_us);
      before_us = now_us;
      if (!there_us && count_notes (window) == crowd->n_notes)
        {
          there_us = now_us;
          n_before = n_painted;
        }
      if (there_us && !end_us && n_painted >= n_before + 2)
        {
          end_us = now_us;
          work_ms = processor_time_ms () - start_ms;
        }
      g_assert_cmpint (now_us - start_us, <, PATIENCE_US);
    }
  printf ("%zu notes on one key: there after %.2f s, painted after %.2f s, of which %.2f s of processor time;"
          " no answer for %.2f s at most\n",
          crowd->n_notes, 1e-6 * (double) (there_us - start_us), 1e-6 * (double) (end_us - start_us), 1e-3 * work_ms,
          1e-6 * (double) longest_us);
  g_source_remove (timer);
  fflush (stdout);
  unlink (crowd->path);
  _exit (0);
}

static int
write_project (const char *path, int n_tracks)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  g_autoptr (CtProject) project = NULL;
  g_autoptr (GError) error = NULL;

  ct_document_begin (document, "Fill");
  for (int i = 0; i < n_tracks; i++)
    {
      CtEditNote note = { .offset_s = 1, .confidence = 1, .origin_frame = -1, .midi = 60, .velocity = 90 };
      CtEditTrack track;

      ct_edit_track_init (&track, 0, 0x3060a0);
      note.track = ct_document_add_track (document, &track, -1);
      for (int k = 0; k < 3; k++, note.onset_s += 1, note.offset_s += 1)
        ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  project = ct_project_copy_document (document, NULL);
  if (ct_project_file_write (project, path, &error))
    return 0;
  fprintf (stderr, "%s\n", error->message);
  return 1;
}

int
main (int argc, char **argv)
{
  g_autofree char *path = g_strdup_printf ("%s/coloratura-crowd-%d.mid", g_get_tmp_dir (), (int) getpid ());
  Crowd crowd = { path, argc > 1 ? (gsize) g_ascii_strtoull (argv[1], NULL, 10) : 1000000 };
  AdwApplication *application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  if (argc == 4)
    return write_project (argv[2], (int) g_ascii_strtoll (argv[3], NULL, 10));
  write_crowd (&crowd);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &crowd);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
