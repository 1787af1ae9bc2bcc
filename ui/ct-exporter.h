/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ct-file-error.h"
#include "ct-session.h"

G_BEGIN_DECLS

typedef enum
{
  CT_EXPORT_MIDI,
  CT_EXPORT_CSV,
} CtExportFormat;

typedef enum
{
  CT_EXPORT_ALL,      /* hidden tracks too */
  CT_EXPORT_VISIBLE,
  CT_EXPORT_SELECTED, /* those that .tracks names */
} CtExportScope;

/* What is to be exported. A plain value; zero: all that is heard of the whole song as MIDI. */
typedef struct
{
  CtExportFormat format;
  CtExportScope scope;
  gboolean loop_only;    /* what sounds in the loop; its start becomes time 0 */
  gboolean muted_too;    /* else what is muted, or not soloed while others are, is left out */
  gboolean pitch_bends;  /* MIDI, where a track is monophonic; needs the evidence's spectrogram */
  const guint32 *tracks; /* [n_tracks] ids, borrowed during the call */
  guint n_tracks;
} CtExportOptions;

/* Whether pitch bends can be measured now: the recording is there and was analysed. */
gboolean ct_exporter_can_bend (CtDocument *document);

/* The file name to suggest: the document's title without what a file name cannot hold, and ".mid" or ".csv". */
char *ct_exporter_dup_name (CtDocument *document, CtExportFormat format);

/* How many notes @options would write now; 0: there is nothing to export. */
guint ct_exporter_count (CtSession *session, const CtExportOptions *options);

/* Writes @file in a worker, whole or not at all. */
void ct_exporter_export_async (CtSession *session,
                               const CtExportOptions *options,
                               GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
/* FALSE and @error (CT_FILE_ERROR); *@n_notes and *@n_tracks (may be NULL): what was written. */
gboolean
ct_exporter_export_finish (CtSession *session, GAsyncResult *result, guint *n_notes, guint *n_tracks, GError **error);

G_END_DECLS
