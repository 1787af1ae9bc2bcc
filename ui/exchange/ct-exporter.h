/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-stem-files.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

typedef enum
{
  CT_EXPORT_MIDI,
  CT_EXPORT_CSV,
  CT_EXPORT_MUSICXML, /* compressed where the name of the file ends in ".mxl" */
  CT_EXPORT_STEMS,    /* a folder of sound files: every track and the drums isolated from the recording, and
                         the rest */
} CtExportFormat;

typedef enum
{
  CT_EXPORT_ALL, /* including hidden tracks */
  CT_EXPORT_VISIBLE,
  CT_EXPORT_SELECTED, /* the tracks in .tracks */
} CtExportScope;

/* What to export. A plain value; zero: everything audible of the whole song as MIDI. */
typedef struct
{
  CtExportFormat format;
  CtExportScope scope;
  gboolean loop_only;    /* only what sounds in the loop, whose start becomes time 0; not for stems */
  gboolean muted_too;    /* else tracks that are muted, or not soloed while others are, are left out */
  gboolean quantised;    /* MIDI: notes on .grid, under tempos that are steady between changes; needs a tempo map */
  CtNoteGrid grid;       /* which may be automatic; of MusicXML in any case */
  gboolean chords;       /* MusicXML: their symbols over the first part */
  gboolean transposed;   /* MusicXML: parts of transposing instruments as their players read them */
  gboolean pitch_bends;  /* MIDI, for monophonic tracks; needs the spectrogram of the evidence, and notes that are not
                            quantised */
  const guint32 *tracks; /* [n_tracks] ids, borrowed during the call */
  guint n_tracks;
  CtStemFormat stem_format;
  int *permille; /* NULL, or the progress of stems, set atomically; must live until the end */
} CtExportOptions;

/* Whether pitch bends can be measured now: the recording is available and was analysed. */
gboolean ct_exporter_can_bend (CtDocument *document);

/* Whether there is a recording to isolate tracks from. */
gboolean ct_exporter_can_isolate (CtDocument *document);

/* A name for files about the document: its title, without the ending of a recording and characters that a file name
 * cannot contain. */
char *ct_exporter_dup_base_name (CtDocument *document);
/* The name to suggest: that and ".mid", ".csv" or ".musicxml", or " stems" for the folder of stems. */
char *ct_exporter_dup_name (CtDocument *document, CtExportFormat format);

/* Makes the core's score of @what, with tracks called as they are in the window; free it with ct_score_free(). */
CtStatus ct_exporter_make_score (const CtEditScore *score, const CtEditExport *what, CtScore **out) CT_MUST_USE;

/* How many notes and drum hits @options would write or isolate now (@n_hits may be NULL); 0 of both: there is nothing
 * to export. */
guint ct_exporter_count (CtSession *session, const CtExportOptions *options, guint *n_hits);

/* Writes @file in a worker, completely or not at all; stems into a new folder inside the folder @file. */
void ct_exporter_export_async (CtSession *session,
                               const CtExportOptions *options,
                               GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/* FALSE and @error (CT_FILE_ERROR, or G_IO_ERROR_CANCELLED). *@n_notes and *@n_tracks (may be NULL): how many were
 * written. */
gboolean
ct_exporter_export_finish (CtSession *session, GAsyncResult *result, guint *n_notes, guint *n_tracks, GError **error);
/* The path of the file, or of the folder of stems. Borrowed from @result. */
const char *ct_exporter_get_path (GAsyncResult *result);
/* What all samples of the stems were multiplied by, at most 1, so that none is clipped. */
double ct_exporter_get_gain (GAsyncResult *result);

G_END_DECLS
