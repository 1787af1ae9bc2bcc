/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

/* How a document was looked at. A plain value. */
typedef struct
{
  CtView view;
  double playhead_s;
  CtTimeSpan loop;
  gboolean has_loop;
  gboolean loop_enabled;
  double gain_db;
  double contrast;
  double fundamentals;
  CtColorMapName color_map;
  CtNoteOpacity note_opacity;
  gboolean show_uncertain;
  CtFollow follow;
  guint32 current_track;   /* 0: none chosen */
  guint new_note_velocity; /* 1 to 127 */
} CtProjectView;

/* Which state of a file was read or written. Zero: none. A plain value. */
typedef struct
{
  guint64 device;
  guint64 inode;
  gint64 size;
  gint64 modified_ns;
} CtFileStamp;

/* What a project file holds, apart from any document, so that a worker can write or read it. */
typedef struct
{
  CtRecording *recording; /* NULL: there is none */
  CtEvidence
      *evidence;      /* NULL: nothing was heard (an imported MIDI file); as read from a file, without a spectrogram */
  CtEditScore *score; /* never NULL, valid */
  CtProjectView view;
  gboolean has_view;

  /* of an automatic copy only */
  char *original;      /* path of the project that it is a copy of, or NULL */
  CtFileStamp stamp;   /* of that, when it was last read or written */
  char *evidence_name; /* the file beside it that holds the evidence, or NULL */
  char *title;         /* of the document, for display, or NULL */
  gint64 saved_us;     /* when it was written, microseconds of real time; 0: not known */
} CtProject;

CtProject *ct_project_new (void);
void ct_project_free (CtProject *self);

/* A copy of what is to be saved of @document, and of @session (may be NULL) how it is looked at. Main thread. */
CtProject *ct_project_copy_document (CtDocument *document, CtSession *session);

/* Takes @evidence (may be NULL) as what the notes were heard in; what they remember of other evidence is forgotten. */
void ct_project_set_evidence (CtProject *self, CtEvidence *evidence);

/* Makes @document be about what was read: recording, evidence and score; its history is emptied. Main thread. The
 * recording is as the project names it: ct_recording_finder_find_async() says where it is now. */
void ct_project_load (const CtProject *self, CtDocument *document);

/* Puts @session, of that document, to where the project was looked at; nothing where the project does not say. */
void ct_project_show (const CtProject *self, CtSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtProject, ct_project_free)

G_END_DECLS
