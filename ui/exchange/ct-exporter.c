/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exchange/ct-exporter.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-file-name.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-file.h"
#include "core/midi/ct-note-csv.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"
#include "core/rhythm/ct-quantise.h"
#include "core/transcribe/ct-edit-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-track-names.h"
#include "ui/exchange/ct-stem-export.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-worker.h"

#define MAX_ENDING 5       /* letters, as of ".aiffc" */
#define MAX_NAME_BYTES 120 /* of a suggested name: file systems take 255, and people want less */

typedef struct
{
  CtEditScore *score;
  CtEvidence *evidence; /* for bends only, or NULL */
  CtExportFormat format;
  gboolean quantised;
  CtQuantiseOptions quantise;
  CtHarmony harmony; /* of the score, if it was found already */
  gboolean has_harmony;
  gboolean chords;
  gboolean transposed;
  char *title;            /* of sheet music, or NULL */
  CtEditExport what;      /* its tracks are owned */
  CtRecording *recording; /* for stems only, or NULL */
  char *folder_name;      /* of stems */
  CtStemFormat stem_format;
  int *permille; /* borrowed, or NULL */
  char *path;    /* of stems: of the folder that theirs is in, and then of theirs */
  guint n_notes;
  guint n_tracks;
  float gain; /* of stems */
} Job;

static void
free_job (gpointer data)
{
  Job *self = data;

  ct_edit_score_free (self->score);
  ct_harmony_clear (&self->harmony);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  g_clear_pointer (&self->recording, ct_recording_unref);
  g_free (self->folder_name);
  g_free (self->title);
  g_free ((gpointer) self->what.tracks);
  g_free (self->path);
  g_free (self);
}

gboolean
ct_exporter_can_bend (CtDocument *document)
{
  CtEvidence *evidence = ct_document_get_evidence (document);

  return evidence && evidence->analysis && evidence->analysis->spectrogram;
}

gboolean
ct_exporter_can_isolate (CtDocument *document)
{
  CtRecording *recording = ct_document_get_recording (document);

  return recording && recording->path;
}

/* What follows the title in the name of an exported file. */
static const char *
suffix_of (CtExportFormat format)
{
  switch (format)
    {
    case CT_EXPORT_MIDI:
      return ".mid";
    case CT_EXPORT_CSV:
      return ".csv";
    case CT_EXPORT_MUSICXML:
      return ".musicxml";
    case CT_EXPORT_STEMS:
      /* Translators: a folder of sound files, one for each track, is called like the song and this */
      return _ (" stems");
    default:
      g_return_val_if_reached ("");
    }
}

/* Cuts off the file name extension of a recording: a dot and a few letters or digits. */
static void
cut_ending (char *name)
{
  char *dot = strrchr (name, '.');
  gsize length = dot ? strspn (dot + 1, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) : 0;

  if (dot && dot > name && length >= 1 && length <= MAX_ENDING && dot[1 + length] == '\0')
    *dot = '\0';
}

char *
ct_exporter_dup_base_name (CtDocument *document)
{
  g_autofree char *title = ct_file_display_name (ct_document_get_title (document));
  char name[MAX_NAME_BYTES + 1];

  if (!ct_document_get_file (document))
    cut_ending (title);
  if (ct_file_name_clean (title, strlen (title), CT_FILE_NAME_PORTABLE, MAX_NAME_BYTES, name) > 0)
    return g_strdup (name);
  /* Translators: the name of an exported file whose song has none */
  return g_strdup (_ ("Song"));
}

char *
ct_exporter_dup_name (CtDocument *document, CtExportFormat format)
{
  g_autofree char *name = ct_exporter_dup_base_name (document);

  return g_strconcat (name, suffix_of (format), NULL);
}

/* The selection in the terms of core; borrows the tracks of @options. */
static CtEditExport
selection_of (CtSession *session, const CtExportOptions *options)
{
  CtEditExport what = { .span = { 0, INFINITY }, .muted_too = options->muted_too };

  if (options->loop_only && options->format != CT_EXPORT_STEMS && !ct_session_get_loop (session, &what.span))
    what.span = (CtTimeSpan){ 0, INFINITY };
  what.from_bar = options->format == CT_EXPORT_MIDI || options->format == CT_EXPORT_MUSICXML;
  what.hidden_too = options->scope != CT_EXPORT_VISIBLE;
  if (options->scope == CT_EXPORT_SELECTED)
    {
      static const guint32 none = 0;

      what.tracks = options->tracks ? options->tracks : &none;
      what.n_tracks = options->tracks ? options->n_tracks : 0;
    }
  return what;
}

CtStatus
ct_exporter_make_score (const CtEditScore *score, const CtEditExport *what, CtScore **out)
{
  g_autofree CtEditTrack *tracks = g_memdup2 (score->tracks, score->n_tracks * sizeof *tracks);
  CtEditScore named = *score;

  for (gsize i = 0; i < score->n_tracks; i++)
    {
      g_autofree char *name = ct_track_names_dup (score, i);

      ct_edit_track_set_name (&tracks[i], name);
    }
  named.tracks = tracks;
  return ct_edit_score_export (&named, what, out);
}

guint
ct_exporter_count (CtSession *session, const CtExportOptions *options, guint *n_hits)
{
  CtEditExport what = selection_of (session, options);
  CtScore *score;
  guint n;

  if (n_hits)
    *n_hits = 0;
  if (ct_exporter_make_score (ct_document_get_score (ct_session_get_document (session)), &what, &score) != CT_STATUS_OK)
    return 0;
  n = (guint) score->notes.n;
  if (n_hits)
    *n_hits = (guint) score->percussion.n_hits;
  ct_score_free (score);
  return n;
}

static CtStatus
write_musicxml (const Job *job, const CtScore *score)
{
  const CtMusicXmlOptions options = { .title = job->title,
                                      .software = "Coloratura " CT_VERSION,
                                      .transposed = job->transposed,
                                      .chords = score->harmony.chords,
                                      .n_chords = job->chords ? score->harmony.n_chords : 0 };
  CtNotationOptions notation;
  CtNotation *piece = NULL;
  CtStatus status;

  ct_notation_options_init (&notation);
  notation.grid = job->quantise.grid;
  notation.keys = score->harmony.keys;
  notation.n_keys = score->harmony.n_keys;
  notation.percussion = true;
  status = ct_notation_new (score, &notation, &piece);
  if (status == CT_STATUS_OK)
    status = ct_musicxml_write (piece, &options, job->path);
  ct_notation_free (piece);
  return status;
}

static CtStatus
write_score (const Job *job, const CtScore *score)
{
  const CtAnalysis *analysis = job->evidence ? job->evidence->analysis : NULL;
  CtMidiFileOptions options = { .pitch_bends = analysis != NULL, .from_bar = job->quantised };

  if (job->format == CT_EXPORT_CSV)
    return ct_note_csv_write (score, NULL, job->path);
  if (job->format == CT_EXPORT_MUSICXML)
    return write_musicxml (job, score);
  /* the spectrogram is shifted with the times */
  return ct_midi_file_write (score, analysis ? analysis->spectrogram : NULL,
                             analysis ? analysis->start_s - ct_edit_score_export_origin (job->score, &job->what) : 0,
                             &options, job->path);
}

/* Isolates and writes the stems; leaves the path of the folder in the job. */
static gboolean
write_stems (Job *job, const CtScore *score, GCancellable *cancellable, GError **error)
{
  const CtStemExportOptions options = { .parent = job->path,
                                        .name = job->folder_name,
                                        .format = job->stem_format,
                                        .permille = job->permille,
                                        .gain = &job->gain };
  char *folder = ct_stem_export_write (score, job->recording, &options, cancellable, error);

  if (!folder)
    return FALSE;
  g_free (job->path);
  job->path = folder;
  return TRUE;
}

static gboolean
write_file (Job *job, CtScore *score, GCancellable *cancellable, GError **error)
{
  CtStatus status = g_cancellable_is_cancelled (cancellable) ? CT_STATUS_CANCELLED : CT_STATUS_OK;

  if (status == CT_STATUS_OK && job->format != CT_EXPORT_CSV)
    status = ct_edit_harmony_export (job->score, &job->what, job->has_harmony ? &job->harmony : NULL, score);
  if (status == CT_STATUS_OK && job->quantised && score->tempo_map)
    status = ct_quantise_score (score, &job->quantise);
  if (status == CT_STATUS_OK)
    status = write_score (job, score);
  if (status == CT_STATUS_OK)
    ct_atomic_file_clean (job->path);
  else
    ct_file_error_set_write_status (error, status, job->path);
  return status == CT_STATUS_OK;
}

static gboolean
export_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  CtScore *score = NULL;
  CtStatus status = ct_exporter_make_score (job->score, &job->what, &score);
  gboolean done = FALSE;

  if (status != CT_STATUS_OK)
    {
      ct_file_error_set_status (error, status, job->path);
      return FALSE;
    }
  job->n_notes = (guint) score->notes.n;
  job->n_tracks = (guint) score->n_tracks;
  if (job->n_notes == 0 && score->percussion.n_hits == 0)
    ct_file_error_set (error, CT_FILE_ERROR_NOTHING_TO_DO, job->path, _ ("there are no notes to export"));
  else if (job->format == CT_EXPORT_STEMS)
    done = write_stems (job, score, cancellable, error);
  else
    done = write_file (job, score, cancellable, error);
  ct_score_free (score);
  return done;
}

static void
prepare_stems (Job *job, CtDocument *document, const CtExportOptions *options)
{
  job->recording = ct_recording_ref (ct_document_get_recording (document));
  job->folder_name = ct_exporter_dup_name (document, CT_EXPORT_STEMS);
  job->stem_format = options->stem_format;
  job->permille = options->permille;
  job->gain = 1;
}

/* What the worker is to write, of the document as it is now. */
static void
fill_job (Job *job, CtDocument *document, const CtExportOptions *options)
{
  if (options->format == CT_EXPORT_STEMS)
    prepare_stems (job, document, options);
  job->format = options->format;
  job->score = ct_document_copy_score (document);
  /* for want of memory it is found again */
  job->has_harmony = ct_document_get_harmony_is_current (document)
                     && ct_harmony_copy (ct_document_get_harmony (document), &job->harmony) == CT_STATUS_OK;
  job->quantised = options->format == CT_EXPORT_MIDI && options->quantised;
  ct_quantise_options_init (&job->quantise);
  job->quantise.grid = options->grid;
  job->chords = options->chords;
  job->transposed = options->transposed;
  job->title = ct_exporter_dup_base_name (document);
  if (options->format == CT_EXPORT_MIDI && options->pitch_bends && !job->quantised && ct_exporter_can_bend (document))
    job->evidence = ct_evidence_ref (ct_document_get_evidence (document));
}

void
ct_exporter_export_async (CtSession *session,
                          const CtExportOptions *options,
                          GFile *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = NULL;
  CtDocument *document;
  GError *error = NULL;
  Job *job;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (options->format != CT_EXPORT_STEMS
                    || ct_document_get_recording (ct_session_get_document (session)));
  task = g_task_new (session, cancellable, callback, data);
  document = ct_session_get_document (session);
  job = g_new0 (Job, 1);
  g_task_set_task_data (task, job, free_job);
  g_task_set_check_cancellable (task, FALSE); /* files in place stay */
  job->what = selection_of (session, options);
  job->what.tracks = g_memdup2 (job->what.tracks, job->what.n_tracks * sizeof *job->what.tracks);
  if (options->scope == CT_EXPORT_SELECTED && !job->what.tracks)
    job->what.tracks = g_new0 (guint32, 1); /* none selected, as opposed to all */
  job->path = ct_file_dup_local_path (file, &error);
  if (!job->path)
    {
      g_task_return_error (task, error);
      return;
    }
  fill_job (job, document, options);
  ct_worker_run (task, export_in_worker);
}

gboolean
ct_exporter_export_finish (CtSession *session, GAsyncResult *result, guint *n_notes, guint *n_tracks, GError **error)
{
  const Job *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (n_notes)
    *n_notes = job->n_notes;
  if (n_tracks)
    *n_tracks = job->n_tracks;
  return TRUE;
}

const char *
ct_exporter_get_path (GAsyncResult *result)
{
  const Job *job = g_task_get_task_data (G_TASK (result));

  return job->path;
}

double
ct_exporter_get_gain (GAsyncResult *result)
{
  const Job *job = g_task_get_task_data (G_TASK (result));

  return (double) job->gain;
}
