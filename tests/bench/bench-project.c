/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a project of 300 s (3,000 notes, 9,000 candidates), or of as many seconds as said, takes to be saved, opened
 * and kept, medians of 9, and how large it is. bench-project [SECONDS] */
#include <glib-object.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/project/ct-autosave-folder.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-track-palette.h"

#define N_TIMES 9
#define NOTES_PER_S 10
#define CANDIDATES_PER_S 30
#define N_TRACKS 8

static CtEvidence *
new_evidence (double seconds)
{
  gsize n_frames = (gsize) (seconds * CT_CQT_FRAME_RATE_HZ), n = (gsize) seconds * CANDIDATES_PER_S;
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  CtNote *candidates = calloc (n, sizeof *candidates);
  float *embeddings = calloc (n * CT_EMBEDDING_SIZE, sizeof *embeddings);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  g_assert_true (analysis && candidates && embeddings
                 && ct_posteriorgram_new (n_frames, &analysis->posteriors) == CT_STATUS_OK);
  analysis->duration_s = seconds;
  for (gsize i = 0; i < n_frames * CT_N_PITCHES; i++)
    analysis->posteriors->onset[i] = analysis->posteriors->frame[i] = (guint8) g_rand_int (rand);
  for (gsize i = 0; i < n; i++)
    {
      double onset_s = (double) i / CANDIDATES_PER_S * (seconds - 1) / seconds;

      candidates[i] = (CtNote){ onset_s, onset_s + 0.3, 0.5f, -1, (guint8) (40 + i % 50), 80, false };
      for (int d = 0; d < CT_EMBEDDING_SIZE; d++)
        embeddings[i * CT_EMBEDDING_SIZE + (gsize) d] = (float) g_rand_double_range (rand, -0.4, 0.4);
    }
  return ct_evidence_new (analysis, candidates, embeddings, n);
}

static CtDocument *
new_document (double seconds)
{
  CtDocument *document = ct_document_new ();
  g_autoptr (CtEvidence) evidence = new_evidence (seconds);
  guint32 tracks[N_TRACKS];

  ct_document_set_evidence (document, evidence);
  ct_document_begin (document, "Fill");
  for (gsize i = 0; i < N_TRACKS; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      tracks[i] = ct_document_add_track (document, &track, -1);
    }
  for (gsize i = 0; i < (gsize) seconds * NOTES_PER_S; i++)
    {
      double onset_s = (double) i / NOTES_PER_S;
      CtEditNote note = { .onset_s = onset_s,
                          .offset_s = onset_s + 0.3,
                          .confidence = 0.5f,
                          .origin_frame = (int) (onset_s * 86),
                          .origin_midi = 60,
                          .track = tracks[i % N_TRACKS],
                          .midi = (guint8) (40 + i % 50),
                          .velocity = 80 };

      ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  return document;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Wall clock and processor. */
typedef struct
{
  double wall_ms[N_TIMES];
  double cpu_ms[N_TIMES];
  double wall_start_ms;
  double cpu_start_ms;
} Clock;

static double
now_ms (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
start (Clock *self)
{
  self->wall_start_ms = now_ms (CLOCK_MONOTONIC);
  self->cpu_start_ms = now_ms (CLOCK_PROCESS_CPUTIME_ID);
}

static void
stop (Clock *self, guint i)
{
  self->wall_ms[i] = now_ms (CLOCK_MONOTONIC) - self->wall_start_ms;
  self->cpu_ms[i] = now_ms (CLOCK_PROCESS_CPUTIME_ID) - self->cpu_start_ms;
}

static void
print_median (const char *what, Clock *clock)
{
  qsort (clock->wall_ms, N_TIMES, sizeof (double), compare);
  qsort (clock->cpu_ms, N_TIMES, sizeof (double), compare);
  printf ("%-28s %8.1f ms, %8.1f ms of processor time\n", what, clock->wall_ms[N_TIMES / 2],
          clock->cpu_ms[N_TIMES / 2]);
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 300;
  g_autofree char *folder = g_dir_make_tmp ("coloratura-XXXXXX", NULL), *path = NULL;
  CtDocument *document = new_document (seconds);
  CtAutosaveFolder *kept;
  Clock copy, write, read, keep;
  GStatBuf st;

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  path = g_build_filename (folder, "a.coloratura", NULL);
  kept = ct_autosave_folder_new ();
  for (guint i = 0; i < N_TIMES; i++)
    {
      g_autoptr (CtProject) project = NULL, opened = NULL;

      start (&copy);
      project = ct_project_copy_document (document, NULL);
      stop (&copy, i);
      start (&write);
      g_assert_true (ct_project_file_write (project, path, NULL));
      stop (&write, i);
      start (&read);
      opened = ct_project_file_read (path, NULL);
      g_assert_nonnull (opened);
      stop (&read, i);
      start (&keep);
      g_assert_true (ct_autosave_folder_write (kept, project, i + 1, NULL));
      stop (&keep, i);
    }
  g_stat (path, &st);
  printf ("%g s, %zu notes: %.2f MB\n", seconds, ct_document_get_score (document)->n_notes, (double) st.st_size / 1e6);
  print_median ("copied for the worker", &copy);
  print_median ("encoded, written and synced", &write);
  print_median ("read and checked", &read);
  print_median ("automatic copy after a change", &keep);
  ct_autosave_folder_remove (kept);
  ct_autosave_folder_unref (kept);
  g_unlink (path);
  g_object_unref (document);
  return 0;
}
