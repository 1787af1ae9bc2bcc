/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a press, a drag and a release of the primary button do, depending on the tool and what is under the pointer. */
#include "ui/tools/ct-tools-private.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-layer.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-snap.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-edge-scroll.h"
#include "ui/tools/ct-eraser.h"
#include "ui/tools/ct-note-move.h"
#include "ui/tools/ct-pencil.h"
#include "ui/tools/ct-rubber-band.h"
#include "ui/tools/ct-tools.h"
#include "ui/widgets/ct-drag-release.h"

#define DOUBLE_CLICK_PX 6.0

typedef enum
{
  DRAG_NONE,
  DRAG_PRESSED, /* a note is held that has not moved yet */
  DRAG_MOVE,
  DRAG_RESIZE,
  DRAG_RUBBER,
  DRAG_DRAW,
  DRAG_ERASE,
} DragKind;

/* From the press of the primary button to its release. */
struct _CtToolDrag
{
  DragKind kind;
  GdkModifierType state; /* when the button went down */
  gboolean moved;
  gboolean doubled; /* the second press of a double click */
  double x, y;      /* of the pointer, px */
  double press_x, press_y;
  double press_s, press_midi; /* where it went down in the song: stays the same when the view scrolls */
  guint64 note;               /* under the press, or 0 */
  CtNotePart part;
  gboolean was_selected;
  guint64 *ids; /* [n]: what is moved */
  guint n;
  int heard_midi; /* the pitch played last */
  CtPencil pencil;
  CtRubberBand *rubber;
  CtEraser *eraser;
  CtEdgeScroll *edge_scroll;
};

static CtNotePart
pick (CtTools *self, double x, double y, guint64 *id)
{
  CtNotePart part;

  *id = ct_note_picker_pick (self->session, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage), x,
                             y, &part);
  return part;
}

static DragKind
kind_of (CtTools *self)
{
  return self->drag ? self->drag->kind : DRAG_NONE;
}

static void
clear_drag (CtTools *self)
{
  CtToolDrag *drag = g_steal_pointer (&self->drag);

  self->drag_cursor = NULL;
  if (self->layer)
    {
      ct_note_layer_set_preview (self->layer, NULL, 0);
      ct_note_layer_set_rubber (self->layer, NULL);
    }
  if (!drag)
    return;
  g_clear_pointer (&drag->edge_scroll, ct_edge_scroll_free);
  g_clear_pointer (&drag->rubber, ct_rubber_band_free);
  g_clear_pointer (&drag->eraser, ct_eraser_free);
  g_free (drag->ids);
  g_free (drag);
}

gboolean
ct_tools_is_dragging (CtTools *self)
{
  g_return_val_if_fail (CT_IS_TOOLS (self), FALSE);
  return kind_of (self) != DRAG_NONE;
}

/* A name of the system's; NULL: the one for what is under the pointer. */
static const char *
cursor_of (DragKind kind)
{
  switch (kind)
    {
    case DRAG_MOVE:
      return "grabbing";
    case DRAG_RESIZE:
      return "ew-resize";
    case DRAG_RUBBER:
      return "crosshair";
    default:
      return NULL;
    }
}

/* Shows by the cursor what the drag does. */
static void
show_cursor (CtTools *self)
{
  self->drag_cursor = cursor_of (kind_of (self));
  ct_tools_update_cursor (self);
}

gboolean
ct_tools_cancel_drag (CtTools *self)
{
  if (kind_of (self) == DRAG_NONE)
    return FALSE;
  if (self->drag->rubber)
    ct_rubber_band_cancel (self->drag->rubber);
  clear_drag (self);
  if (self->drag_gesture)
    gtk_gesture_set_state (self->drag_gesture, GTK_EVENT_SEQUENCE_DENIED);
  ct_tools_update_cursor (self);
  return TRUE;
}

/* ---- what a drag would do, by where the pointer is ---- */

/* Alt frees from the grid. */
static gboolean
is_free (CtTools *self)
{
  return (self->drag->state & GDK_ALT_MASK) != 0 || !ct_session_get_snap_map (self->session);
}

static CtNoteMove
measure_move (CtTools *self)
{
  const CtToolDrag *drag = self->drag;
  CtPointerWay way = { .x = drag->x - drag->press_x, .y = drag->y - drag->press_y, .state = drag->state };
  double now_s, midi;

  ct_tools_locate (self, drag->x, drag->y, &now_s, &midi);
  way.time_s = now_s - drag->press_s;
  way.midi = midi - drag->press_midi;
  return ct_note_move_measure (self->session, drag->note, drag->part, &way, is_free (self));
}

/* Plays the held note whenever its pitch changes. */
static void
audition_moved (CtTools *self, const GArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      if (note->id != self->drag->note || note->midi == self->drag->heard_midi)
        continue;
      self->drag->heard_midi = note->midi;
      ct_tools_audition (self, note);
    }
}

static void
preview_plan (CtTools *self)
{
  CtNoteMove move = measure_move (self);
  g_autoptr (GArray) notes = ct_note_move_plan (&move, ct_tools_get_document (self), self->drag->ids, self->drag->n);

  ct_note_layer_set_preview (self->layer, (CtEditNote *) notes->data, notes->len);
  if (self->drag->kind == DRAG_MOVE)
    audition_moved (self, notes);
}

static void
show_drawn (CtTools *self)
{
  double now_s, midi;

  if (self->drag->moved)
    {
      ct_tools_locate (self, self->drag->x, self->drag->y, &now_s, &midi);
      ct_pencil_draw (&self->drag->pencil, self->session, now_s, is_free (self));
    }
  ct_note_layer_set_preview (self->layer, &self->drag->pencil.note, 1);
}

static gboolean
adds (CtTools *self)
{
  return (self->drag->state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;
}

static void
draw_rubber (CtTools *self)
{
  double now_s, midi;
  CtView box;

  ct_tools_locate (self, self->drag->x, self->drag->y, &now_s, &midi);
  box = ct_rubber_band_draw (self->drag->rubber, now_s, midi, adds (self));
  ct_note_layer_set_rubber (self->layer, &box);
}

/* Erases from the previous place to the pointer. */
static void
rub_out (CtTools *self, double from_x, double from_y)
{
  CtToolDrag *drag = self->drag;

  if (ct_eraser_rub (drag->eraser, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage), from_x,
                     from_y, drag->x, drag->y))
    {
      g_autoptr (GArray) notes = ct_eraser_dup_preview (drag->eraser);

      ct_note_layer_set_preview (self->layer, (CtEditNote *) notes->data, notes->len);
    }
}

static void
show_drag (CtTools *self)
{
  switch (self->drag->kind)
    {
    case DRAG_MOVE:
    case DRAG_RESIZE:
      preview_plan (self);
      break;
    case DRAG_DRAW:
      show_drawn (self);
      break;
    case DRAG_RUBBER:
      draw_rubber (self);
      break;
    default:
      break;
    }
}

/* The view scrolled under the pointer. */
static void
scrolled (gpointer data)
{
  CtTools *self = data;

  if (self->drag->kind != DRAG_ERASE)
    show_drag (self);
}

/* ---- press ---- */

static gboolean
is_double (CtTools *self, double x, double y)
{
  gint64 now_us = g_get_monotonic_time (), limit_us;
  int limit_ms;
  gboolean doubled;

  g_object_get (gtk_widget_get_settings (self->stage), "gtk-double-click-time", &limit_ms, NULL);
  limit_us = (gint64) limit_ms * 1000;
  doubled = self->press_us && now_us - self->press_us < limit_us
            && hypot (x - self->last_press_x, y - self->last_press_y) < DOUBLE_CLICK_PX;
  self->press_us = doubled ? 0 : now_us;
  self->last_press_x = x;
  self->last_press_y = y;
  return doubled;
}

static void
press_note (CtTools *self, guint64 id, CtNotePart part)
{
  CtToolDrag *drag = self->drag;
  const CtEditNote note = *ct_document_get_note (ct_tools_get_document (self), id);

  drag->kind = DRAG_PRESSED;
  drag->note = id;
  drag->part = part;
  drag->was_selected = ct_selection_contains (ct_session_get_selection (self->session), id);
  drag->heard_midi = note.midi;
  if (drag->state & GDK_CONTROL_MASK)
    ct_selection_select (ct_session_get_selection (self->session), id, TRUE);
  else if (!drag->was_selected)
    ct_selection_set (ct_session_get_selection (self->session), &id, 1);
  ct_selection_set_cursor (ct_session_get_selection (self->session), id);
  ct_session_set_current_track (self->session, note.track);
  ct_tools_audition (self, &note);
}

static void
press_empty (CtTools *self)
{
  self->drag->kind = DRAG_RUBBER;
  self->drag->rubber = ct_rubber_band_new (self->session, self->drag->press_s, self->drag->press_midi);
}

/* Begins a note where the button went down, as long as the last one drawn. */
static void
begin_drawing (CtTools *self, CtPencil *pencil)
{
  ct_pencil_begin (pencil, self->session, self->drag->press_s, self->drag->press_midi, self->drawn_length_s,
                   is_free (self));
}

static void
press_to_draw (CtTools *self)
{
  if (!ct_pencil_can_draw (self->session))
    {
      ct_tools_explain_locked (self);
      return;
    }
  self->drag->kind = DRAG_DRAW;
  begin_drawing (self, &self->drag->pencil);
  show_drawn (self);
  ct_tools_audition (self, &self->drag->pencil.note);
}

static void
split_at (CtTools *self, guint64 id)
{
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self), id);
  CtTimeSpan span = { note->onset_s + CT_NOTE_MIN_S, note->offset_s - CT_NOTE_MIN_S };
  double time_s = is_free (self) ? self->drag->press_s : ct_snap_within_s (self->session, &span, self->drag->press_s);
  guint n;
  g_autofree guint64 *halves = ct_note_edits_split (ct_tools_get_document (self), &id, 1, time_s, &n);

  if (halves)
    ct_selection_set (ct_session_get_selection (self->session), halves, n);
}

static void
press (CtTools *self, double x, double y)
{
  guint64 id;
  CtNotePart part = pick (self, x, y, &id);

  switch (ct_session_get_tool (self->session))
    {
    case CT_TOOL_ERASE:
      self->drag->kind = DRAG_ERASE;
      self->drag->eraser = ct_eraser_new (self->session);
      rub_out (self, x, y);
      break;
    case CT_TOOL_SPLIT:
      if (id)
        split_at (self, id);
      break;
    case CT_TOOL_DRAW:
      if (id)
        press_note (self, id, part);
      else
        press_to_draw (self);
      break;
    default:
      if (id)
        press_note (self, id, part);
      else
        press_empty (self);
    }
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, CtTools *self)
{
  clear_drag (self);
  gtk_widget_grab_focus (self->stage);
  if (!self->session || ct_tools_refuse (self))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag = g_new0 (CtToolDrag, 1);
  self->drag->state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  self->drag->x = self->drag->press_x = x;
  self->drag->y = self->drag->press_y = y;
  self->drag->doubled = is_double (self, x, y);
  ct_tools_locate (self, x, y, &self->drag->press_s, &self->drag->press_midi);
  press (self, x, y);
  if (kind_of (self) == DRAG_NONE)
    {
      clear_drag (self);
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag->edge_scroll = ct_edge_scroll_new (self->stage, self->session, scrolled, self);
}

/* ---- movement and release ---- */

/* The held note begins to move, with all that are selected. */
static void
begin_move (CtTools *self)
{
  self->drag->kind = self->drag->part == CT_NOTE_PART_BODY ? DRAG_MOVE : DRAG_RESIZE;
  self->drag->ids = ct_note_edits_dup_picked (self->session, &self->drag->n);
}

static void
drag_updated (GtkGestureDrag *gesture, double offset_x, double offset_y, CtTools *self)
{
  CtToolDrag *drag = self->drag;
  double before_x, before_y;

  if (!drag)
    return;
  before_x = drag->x;
  before_y = drag->y;
  drag->x = drag->press_x + offset_x;
  drag->y = drag->press_y + offset_y;
  /* these may be pressed and released during the drag */
  drag->state = (drag->state & ~(GDK_SHIFT_MASK | GDK_ALT_MASK))
                | (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture))
                   & (GDK_SHIFT_MASK | GDK_ALT_MASK));
  if (!drag->moved && hypot (offset_x, offset_y) < CT_DRAG_MOVED_PX)
    return;
  drag->moved = TRUE;
  ct_edge_scroll_move (drag->edge_scroll, drag->x, drag->y);
  if (drag->kind == DRAG_PRESSED)
    begin_move (self);
  if (drag->kind == DRAG_ERASE)
    rub_out (self, before_x, before_y);
  else
    show_drag (self);
  show_cursor (self);
}

/* A press that did not move. */
static void
click_note (CtTools *self)
{
  guint64 id = self->drag->note;
  gboolean toggles = (self->drag->state & GDK_CONTROL_MASK) != 0, was_selected = self->drag->was_selected;
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self), id);

  clear_drag (self);
  if (toggles)
    {
      if (was_selected)
        ct_selection_select (ct_session_get_selection (self->session), id, FALSE);
      return;
    }
  ct_selection_set (ct_session_get_selection (self->session), &id, 1);
  if (note && note->uncertain)
    ct_note_edits_accept (ct_tools_get_document (self), &id, 1);
}

static void
finish_drawing (CtTools *self)
{
  CtPencil pencil = self->drag->pencil;

  if (self->drag->moved)
    self->drawn_length_s = pencil.note.offset_s - pencil.note.onset_s;
  clear_drag (self);
  ct_pencil_finish (&pencil, self->session);
}

/* A click beside all notes. */
static void
click_empty (CtTools *self)
{
  CtPencil pencil;

  if (self->drag->doubled && ct_pencil_can_draw (self->session))
    {
      begin_drawing (self, &pencil);
      clear_drag (self);
      ct_pencil_finish (&pencil, self->session);
    }
  else if (!adds (self))
    ct_selection_clear (ct_session_get_selection (self->session));
}

/* Takes ids and distance first, since a change of the document ends every drag. */
static void
finish_move (CtTools *self)
{
  g_autofree guint64 *ids = g_steal_pointer (&self->drag->ids);
  guint n = self->drag->n;
  CtNoteMove move = measure_move (self);

  clear_drag (self);
  ct_note_move_apply (&move, ct_tools_get_document (self), ids, n);
}

static void
finish_erasing (CtTools *self)
{
  guint n;
  g_autofree guint64 *ids = ct_eraser_dup_ids (self->drag->eraser, &n);

  clear_drag (self);
  ct_note_edits_erase (ct_tools_get_document (self), ids, n);
}

static void
finish_drag (CtTools *self)
{
  switch (self->drag->kind)
    {
    case DRAG_PRESSED:
      click_note (self);
      break;
    case DRAG_MOVE:
    case DRAG_RESIZE:
      finish_move (self);
      break;
    case DRAG_DRAW:
      finish_drawing (self);
      break;
    case DRAG_ERASE:
      finish_erasing (self);
      break;
    case DRAG_RUBBER:
      if (!self->drag->moved)
        click_empty (self);
      break;
    default:
      break;
    }
}

static void
drag_ended (GtkGestureDrag *gesture, double offset_x, double offset_y, CtTools *self)
{
  if (!self->drag)
    return;
  drag_updated (gesture, offset_x, offset_y, self);
  if (self->drag)
    finish_drag (self);
  clear_drag (self);
  ct_tools_update_cursor (self);
}

static void
drag_cancelled (GtkGestureDrag *gesture, GdkEventSequence *sequence, CtTools *self)
{
  double x, y;

  if (ct_drag_get_release (gesture, &x, &y))
    drag_ended (gesture, x, y, self);
  else
    ct_tools_cancel_drag (self);
}

void
ct_tools_attach_drag (CtTools *self)
{
  self->drag_gesture = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (self->drag_gesture), GDK_BUTTON_PRIMARY);
  g_signal_connect (self->drag_gesture, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (self->drag_gesture, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (self->drag_gesture, "drag-end", G_CALLBACK (drag_ended), self);
  g_signal_connect (self->drag_gesture, "cancel", G_CALLBACK (drag_cancelled), self);
  ct_tools_add_controller (self, GTK_EVENT_CONTROLLER (self->drag_gesture));
}
