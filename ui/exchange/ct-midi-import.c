/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-midi-import.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-regular-file.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-drums.h"
#include "core/midi/ct-midi-reader.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "ui/project/ct-project-format.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-track-palette.h"
#include "ui/support/ct-worker.h"

typedef struct
{
  char *path;
  CtMidiSong *song; /* what was read */
} Job;

static void
free_job (gpointer data)
{
  Job *self = data;

  ct_midi_song_free (self->song);
  g_free (self->path);
  g_free (self);
}

gboolean
ct_midi_import_is_midi (const char *path)
{
  char head[4];
  int64_t n_bytes;
  ssize_t n;
  int fd;

  if (ct_regular_file_open (path, &fd, &n_bytes) != CT_STATUS_OK)
    return FALSE;
  n = read (fd, head, sizeof head);
  close (fd);
  return n == sizeof head && memcmp (head, "MThd", sizeof head) == 0;
}

static gboolean
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  CtStatus status = ct_midi_reader_read (job->path, g_get_language_names ()[0], &job->song);

  if (status != CT_STATUS_OK)
    ct_file_error_set_status (error, status, job->path);
  return status == CT_STATUS_OK;
}

void
ct_midi_import_async (CtDocument *document,
                      GFile *file,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Job *job;

  g_return_if_fail (CT_IS_DOCUMENT (document));
  task = g_task_new (document, cancellable, callback, data);
  job = g_new0 (Job, 1);
  g_task_set_task_data (task, job, free_job);
  job->path = ct_file_dup_local_path (file, &error);
  if (job->path)
    ct_worker_run (task, read_in_worker);
  else
    g_task_return_error (task, error);
}

/* Whether @document has room for @song. */
static gboolean
check_room (CtDocument *document, const CtMidiSong *song, const char *path, GError **error)
{
  const CtEditScore *score = ct_document_get_score (document);

  if (song->n_notes == 0)
    {
      ct_file_error_set (error, CT_FILE_ERROR_NOTHING_TO_DO, path, _ ("it contains no notes"));
      return FALSE;
    }
  if (score->n_tracks + song->n_tracks > CT_PROJECT_MAX_TRACKS || score->n_notes + song->n_notes > CT_PROJECT_MAX_NOTES)
    {
      ct_file_error_set (error, CT_FILE_ERROR_TOO_LARGE, path,
                         _ ("it has more notes or tracks than a project can hold"));
      return FALSE;
    }
  return TRUE;
}

/* Adds a track with those of its notes that are no drum hits, if there are any. @hits: [CT_MIDI_N_KEYS], which keys on
 * channel 10 are. */
static gboolean
add_track (CtDocument *document, const CtMidiTrack *imported, const bool *hits)
{
  CtEditTrack track;
  gsize n_left = 0;
  guint32 id;

  for (gsize i = 0; i < imported->n_notes; i++)
    n_left += !(imported->percussion && hits[imported->notes[i].midi]);
  if (n_left == 0)
    return FALSE;
  ct_edit_track_init (&track, 0, ct_track_palette_rgb (ct_document_get_score (document)->n_tracks));
  ct_edit_track_set_name (&track, imported->name[0] || !imported->percussion ? imported->name : _ ("Percussion"));
  track.program = imported->program;
  track.program_by_hand = TRUE;
  /* notes that were not detected in the recording cannot be isolated from it */
  track.synthesised = TRUE;
  id = ct_document_add_track (document, &track, -1);
  for (gsize i = 0; i < imported->n_notes; i++)
    {
      CtEditNote note = { .onset_s = imported->notes[i].onset_s,
                          .offset_s = imported->notes[i].offset_s,
                          .confidence = 1,
                          .origin_frame = -1,
                          .track = id,
                          .midi = imported->notes[i].midi,
                          .velocity = imported->notes[i].velocity,
                          .edited = CT_EDITED_DRAWN };

      if (!(imported->percussion && hits[note.midi]))
        ct_document_add_note (document, &note);
    }
  return TRUE;
}

/* Adds all of @song; @percussion has its hits, those of @hits ([CT_MIDI_N_KEYS]). Returns how many tracks it took. */
static guint
add_song (CtDocument *document, const CtMidiSong *song, const CtPercussion *percussion, const bool *hits)
{
  guint n_tracks = 0;

  ct_document_begin (document, _ ("Import MIDI File"));
  for (gsize i = 0; i < song->n_tracks; i++)
    n_tracks += add_track (document, &song->tracks[i], hits) ? 1 : 0;
  ct_document_set_percussion (document, percussion);
  /* into a song whose beats are known it is laid like any other recording of it */
  if (song->tempo_map && !ct_document_get_tempo_map (document))
    ct_document_set_tempo (document, &(CtEditTempo){ .map = song->tempo_map });
  ct_document_commit (document);
  return n_tracks;
}

gboolean
ct_midi_import_finish (CtDocument *document, GAsyncResult *result, guint *n_notes, guint *n_tracks, GError **error)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  const CtMidiSong *song = job->song;
  CtPercussion percussion;
  bool hits[CT_MIDI_N_KEYS];
  CtStatus status;
  guint n_added;

  if (!g_task_propagate_boolean (G_TASK (result), error) || !check_room (document, song, job->path, error))
    return FALSE;
  status = ct_midi_drums_add (song, &ct_document_get_score (document)->percussion, &percussion, hits);
  if (status != CT_STATUS_OK)
    {
      ct_file_error_set_status (error, status, job->path);
      return FALSE;
    }
  n_added = add_song (document, song, &percussion, hits);
  ct_percussion_clear (&percussion);
  if (n_notes)
    *n_notes = (guint) song->n_notes;
  if (n_tracks)
    *n_tracks = n_added;
  return TRUE;
}
