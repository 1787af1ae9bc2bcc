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

/* How a document was viewed. A plain value. */
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

/* The state of a file when it was read or written. Zero: no file. A plain value. */
typedef struct
{
  guint64 device;
  guint64 inode;
  gint64 size;
  gint64 modified_ns;
} CtFileStamp;

/* The contents of a project file, apart from any document, so that a worker can write or read it. */
typedef struct
{
  CtRecording *recording; /* NULL: there is none */
  /* NULL: nothing was heard (an imported MIDI file); as read from a file, without a spectrogram */
  CtEvidence *evidence;
  CtEditScore *score; /* never NULL, valid */
  CtProjectView view;
  gboolean has_view;

  /* of backups only */
  char *original;      /* path of the project that it backs up, or NULL */
  CtFileStamp stamp;   /* of that project, when it was last read or written */
  char *evidence_name; /* the file beside it with the evidence, or NULL */
  char *title;         /* of the document, for display, or NULL */
  gint64 saved_us;     /* when it was written, microseconds of real time; 0: not known */
  gboolean left;       /* the program was asked to end when it was written */
} CtProject;

CtProject *ct_project_new (void);
void ct_project_free (CtProject *self);

/* Copies what is saved of @document and of the view of @session (may be NULL). Main thread. */
CtProject *ct_project_copy_document (CtDocument *document, CtSession *session);

/* Sets @evidence (may be NULL) and drops the origins of notes that it cannot contain. */
void ct_project_set_evidence (CtProject *self, CtEvidence *evidence);

/* Loads recording, evidence and score into @document and empties its history. Main thread. The recording is as
 * stored in the project: ct_recording_finder_find_async() finds where it is now. */
void ct_project_load (const CtProject *self, CtDocument *document);

/* Restores the view of @session, of that document; does nothing if the project has none. */
void ct_project_show (const CtProject *self, CtSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtProject, ct_project_free)

G_END_DECLS
