/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-percussion.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history-private.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

struct _CtDocument
{
  GObject parent_instance;

  CtRecording *recording;
  CtEvidence *evidence;
  CtLevelStore *levels;
  GFile *file;
  char *name; /* the name without a file and a recording, or NULL */
  char *title;
  CtHistory *history;
  gboolean unsaved; /* has changes that the history does not know of */
  gboolean was_modified;

  GArray *notes;      /* CtEditNote */
  GArray *tracks;     /* CtEditTrack */
  GArray *deleted;    /* CtDeletedNote */
  CtEditScore score;  /* its arrays belong to the GArrays */
  GHashTable *places; /* id of a note (as a pointer) to its index */
  CtHarmony found;    /* keys and chords, with those of the score */
  gboolean found_is_current;

  guint depth;         /* of steps begun */
  CtStep *step;        /* the outermost one, or NULL */
  GHashTable *touched; /* ids of the step's notes (as pointers) to their indices there */
};

/* An id as the key of a hash table. */
#define CT_NOTE_KEY(id) ((gpointer) (guintptr) (id))

/* -- ct-document-arrays.c */
/* Lets the score have the arrays, after a change of their lengths. */
void ct_document_link_score (CtDocument *self);
/* Sorts the notes and rebuilds the index of their ids. */
void ct_document_sort_notes (CtDocument *self);
CtEditNote *ct_document_find_note (CtDocument *self, guint64 id);
/* Adds @note, or puts it in the place of the one with its id. The order is left to ct_document_sort_notes(). */
void ct_document_put_note (CtDocument *self, const CtEditNote *note);
/* Removes note @id, which must be there. The order is left to ct_document_sort_notes(). */
void ct_document_take_note_out (CtDocument *self, guint64 id);
int ct_document_find_track (CtDocument *self, guint32 id);
/* Copy what they are given, without a step. */
void ct_document_replace_tracks (CtDocument *self, const CtEditTrack *tracks, gsize n);
void ct_document_replace_deleted (CtDocument *self, const CtDeletedNote *deleted, gsize n);
void ct_document_replace_tempo (CtDocument *self, const CtEditTempo *tempo);
void ct_document_replace_harmony (CtDocument *self, const CtHarmony *harmony);
void ct_document_replace_percussion (CtDocument *self, const CtPercussion *percussion);
void ct_document_replace_score (CtDocument *self, const CtEditScore *score);
/* Copies @harmony to @self, which may be the same. */
void ct_document_copy_harmony (CtHarmony *self, const CtHarmony *harmony);

/* -- ct-document-steps.c */
/* Remembers, as part of the step, what is there before a change. */
void ct_document_touch_note (CtDocument *self, guint64 id);
void ct_document_touch_tracks (CtDocument *self);
void ct_document_touch_deleted (CtDocument *self);
void ct_document_touch_options (CtDocument *self);

/* -- ct-document-tempo.c, ct-document-harmony.c, ct-document-percussion.c */
/* At the end of a step. */
void ct_document_close_tempo (CtDocument *self);
void ct_document_close_harmony (CtDocument *self);
void ct_document_close_percussion (CtDocument *self);

/* -- ct-document.c */
/* Emits "changed" and notifies "modified". */
void ct_document_tell (CtDocument *self, guint changes);
void ct_document_tell_harmony (CtDocument *self);
void ct_document_tell_stepped (CtDocument *self, const char *name, gboolean undone);

G_END_DECLS
