/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_DRAG_MOVED_PX 4.0 /* a shorter drag is a click */

/* How the pointer went since the button went down. */
typedef struct
{
  double x, y;           /* px */
  double time_s, midi;   /* in the song */
  GdkModifierType state; /* now */
} CtPointerWay;

/* What a drag does to the notes that are dragged: where their bodies are held they move, at an edge they change their
 * length. */
typedef struct
{
  CtNotePart part;
  gboolean free; /* from the grid */
  double time_s;
  double ticks; /* the same on the grid */
  int semitones;
} CtNoteMove;

/* Held is note @held, at @part. Unless it is @free the edge that is held comes to lie on a line, and all that move with
 * it keep their values. With Shift it goes one way alone. */
CtNoteMove
ct_note_move_measure (CtSession *session, guint64 held, CtNotePart part, const CtPointerWay *way, gboolean free);

/* The notes (CtEditNote) @ids [n] as they would be. */
GArray *ct_note_move_plan (const CtNoteMove *self, CtDocument *document, const guint64 *ids, guint n);
void ct_note_move_apply (const CtNoteMove *self, CtDocument *document, const guint64 *ids, guint n);

G_END_DECLS
