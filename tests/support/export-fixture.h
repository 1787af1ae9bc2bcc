/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXPORT_FIXTURE_H
#define EXPORT_FIXTURE_H

#include <gio/gio.h>

#include "core/midi/ct-midi-reader.h"
#include "ui/document/ct-document.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/session/ct-session.h"

/* For g_test_add(): three tracks, "Flute" heard, "Silent" muted, "Hidden" invisible, with two notes each and an
 * uncertain note on the first; a loop from 1 to 2 s. */
typedef struct
{
  char *folder;
  char *path; /* where to export to */
  GFile *file;
  CtDocument *document;
  CtSession *session;
  guint32 tracks[3];
} ExportFixture;

void export_fixture_set_up (ExportFixture *fixture, gconstpointer data);
void export_fixture_tear_down (ExportFixture *fixture, gconstpointer data);

/* Exports, and waits for it. */
gboolean export_fixture_run (ExportFixture *fixture,
                             const CtExportOptions *options,
                             GFile *file,
                             guint *n_notes,
                             guint *n_tracks,
                             GError **error);

/* What a reader finds in the file that was written with @options, which must succeed with as many notes as expected;
 * free it with ct_midi_song_free(). */
CtMidiSong *export_fixture_read (ExportFixture *fixture, const CtExportOptions *options, guint expected);

#endif
