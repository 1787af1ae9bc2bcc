/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the primary button does: a press, a drag, a release, by the tool and what is under the pointer. */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-layer.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

#define MOVED_PX 4.0 /* less is a click */
#define DOUBLE_CLICK_PX 6.0
#define EDGE_PX 28.0         /* of the stage, where the view scrolls while a drag goes on */
#define SCROLL_PX_PER_S 18.0 /* for each pixel of that */
#define MAX_SCROLL_PX 80.0
#define ERASE_STEP_PX 3.0

static CtNotePart
pick (CtTools *self, double x, double y, guint64 *id)
{
  CtNotePart part;

  *id = ct_note_picker_pick (self->session, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage), x,
                             y, &part);
  return part;
}

static void
clear_drag (CtTools *self)
{
  if (self->drag.tick && self->stage)
    gtk_widget_remove_tick_callback (self->stage, self->drag.tick);
  if (self->layer)
    {
      ct_note_layer_set_preview (self->layer, NULL, 0);
      ct_note_layer_set_rubber (self->layer, NULL);
    }
  g_clear_pointer (&self->drag.ids, g_free);
  g_clear_pointer (&self->drag.erased, g_hash_table_unref);
  self->drag = (CtToolDrag){ 0 };
}

gboolean
ct_tools_is_dragging (CtTools *self)
{
  g_return_val_if_fail (CT_IS_TOOLS (self), FALSE);
  return self->drag.kind != CT_DRAG_NONE;
}

gboolean
ct_tools_cancel_drag (CtTools *self)
{
  if (self->drag.kind == CT_DRAG_NONE)
    return FALSE;
  if (self->drag.kind == CT_DRAG_RUBBER && self->session)
    ct_session_set_selected (self->session, self->drag.ids, self->drag.n);
  clear_drag (self);
  if (self->drag_gesture)
    gtk_gesture_set_state (self->drag_gesture, GTK_EVENT_SEQUENCE_DENIED);
  ct_tools_update_cursor (self);
  return TRUE;
}

/* ---- what a drag would do, by where the pointer is ---- */

static void
get_delta (CtTools *self, double *time_s, int *semitones)
{
  CtToolDrag *drag = &self->drag;
  double now_s, midi;

  ct_tools_locate (self, drag->x, drag->y, &now_s, &midi);
  *time_s = now_s - drag->press_s;
  *semitones = (int) lround (midi - drag->press_midi);
  if (!(drag->state & GDK_SHIFT_MASK))
    return;
  if (fabs (drag->x - drag->press_x) >= fabs (drag->y - drag->press_y))
    *semitones = 0;
  else
    *time_s = 0;
}

static GArray *
plan (CtTools *self)
{
  CtToolDrag *drag = &self->drag;
  CtDocument *document = ct_tools_get_document (self);
  double time_s;
  int semitones;

  get_delta (self, &time_s, &semitones);
  if (drag->kind == CT_DRAG_RESIZE)
    return ct_note_edits_plan_resize (document, drag->ids, drag->n,
                                      drag->part == CT_NOTE_PART_START ? CT_NOTE_START : CT_NOTE_END, time_s);
  return ct_note_edits_plan_move (document, drag->ids, drag->n, time_s, semitones);
}

/* Sounds the note that is held when it comes to another pitch. */
static void
audition_moved (CtTools *self, const GArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const CtEditNote *note = &g_array_index (notes, CtEditNote, i);

      if (note->id != self->drag.note || note->midi == self->drag.heard_midi)
        continue;
      self->drag.heard_midi = note->midi;
      ct_tools_audition (self, note);
    }
}

static void
preview_plan (CtTools *self)
{
  g_autoptr (GArray) notes = plan (self);

  ct_note_layer_set_preview (self->layer, (CtEditNote *) notes->data, notes->len);
  if (self->drag.kind == CT_DRAG_MOVE)
    audition_moved (self, notes);
}

/* The span of time that a note being drawn has, from left to right. */
static CtTimeSpan
drawn_span (CtTools *self)
{
  double now_s, midi;

  ct_tools_locate (self, self->drag.x, self->drag.y, &now_s, &midi);
  if (!self->drag.moved)
    return (CtTimeSpan){ self->drag.press_s, self->drag.press_s + self->drawn_length_s };
  return (CtTimeSpan){ MAX (MIN (now_s, self->drag.press_s), 0), MAX (now_s, self->drag.press_s) };
}

static int
drawn_midi (CtTools *self)
{
  return CLAMP ((int) lround (self->drag.press_midi), 0, 127);
}

static void
preview_drawn (CtTools *self)
{
  CtTimeSpan span = drawn_span (self);
  CtEditNote note = { .onset_s = span.start_s,
                      .offset_s = MAX (span.end_s, span.start_s + CT_NOTE_MIN_S),
                      .confidence = 1,
                      .origin_frame = -1,
                      .track = ct_session_get_current_track (self->session),
                      .midi = (guint8) drawn_midi (self),
                      .velocity = (guint8) ct_session_get_new_note_velocity (self->session),
                      .edited = CT_EDITED_DRAWN };

  ct_note_layer_set_preview (self->layer, &note, 1);
}

static CtView
rubber_box (CtTools *self)
{
  double now_s, midi;
  CtView box;

  ct_tools_locate (self, self->drag.x, self->drag.y, &now_s, &midi);
  box = (CtView){ .start_s = MIN (now_s, self->drag.press_s),
                  .end_s = MAX (now_s, self->drag.press_s),
                  .low_midi = MIN (midi, self->drag.press_midi),
                  .high_midi = MAX (midi, self->drag.press_midi) };
  if (ct_session_get_select_mode (self->session) == CT_SELECT_COLUMN)
    {
      box.low_midi = -1;
      box.high_midi = 128;
    }
  else if (ct_session_get_select_mode (self->session) == CT_SELECT_ROW)
    {
      box.start_s = 0;
      box.end_s = MAX (ct_document_get_duration_s (ct_tools_get_document (self)),
                       ct_session_get_view (self->session)->end_s);
    }
  return box;
}

static void
select_rubbed (CtTools *self)
{
  CtView box = rubber_box (self);
  guint n_rubbed, n;
  g_autofree guint64 *rubbed = ct_note_picker_pick_box (self->session, &box, &n_rubbed);
  g_autofree guint64 *all = NULL;
  g_autoptr (GHashTable) before = g_hash_table_new (g_int64_hash, g_int64_equal);

  ct_note_layer_set_rubber (self->layer, &box);
  if (!(self->drag.state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)))
    {
      ct_session_set_selected (self->session, rubbed, n_rubbed);
      return;
    }
  all = g_new (guint64, self->drag.n + n_rubbed + 1);
  for (n = 0; n < self->drag.n; n++)
    {
      all[n] = self->drag.ids[n];
      g_hash_table_add (before, &self->drag.ids[n]);
    }
  for (guint i = 0; i < n_rubbed; i++)
    if (!g_hash_table_contains (before, &rubbed[i]))
      all[n++] = rubbed[i];
  ct_session_set_selected (self->session, all, n);
}

/* Marks what lies between the place before and (@x, @y) to be erased: it is shown as an uncertain note until the button
 * goes up.
 */
static void
rub_out (CtTools *self, double from_x, double from_y, double x, double y)
{
  guint n_steps = MAX (1, (guint) ceil (hypot (x - from_x, y - from_y) / ERASE_STEP_PX)), n_before;
  g_autoptr (GArray) uncertain = NULL;
  GHashTableIter iter;
  gpointer key;

  n_before = g_hash_table_size (self->drag.erased);
  for (guint i = 0; i <= n_steps; i++)
    {
      double share = (double) i / n_steps;
      guint64 id;

      pick (self, from_x + share * (x - from_x), from_y + share * (y - from_y), &id);
      if (id && !g_hash_table_contains (self->drag.erased, &id))
        g_hash_table_add (self->drag.erased, g_memdup2 (&id, sizeof id));
    }
  if (g_hash_table_size (self->drag.erased) == n_before)
    return;
  uncertain = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  g_hash_table_iter_init (&iter, self->drag.erased);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CtEditNote note = *ct_document_get_note (ct_tools_get_document (self), *(guint64 *) key);

      note.uncertain = TRUE;
      g_array_append_val (uncertain, note);
    }
  ct_note_layer_set_preview (self->layer, (CtEditNote *) uncertain->data, uncertain->len);
}

static void
show_drag (CtTools *self)
{
  switch (self->drag.kind)
    {
    case CT_DRAG_MOVE:
    case CT_DRAG_RESIZE:
      preview_plan (self);
      break;
    case CT_DRAG_DRAW:
      preview_drawn (self);
      break;
    case CT_DRAG_RUBBER:
      select_rubbed (self);
      break;
    default:
      break;
    }
}

/* ---- scrolling at the edges ---- */

static double
beyond_edge (double at, double size)
{
  if (at < EDGE_PX)
    return MAX (at - EDGE_PX, -MAX_SCROLL_PX);
  if (at > size - EDGE_PX)
    return MIN (at - (size - EDGE_PX), MAX_SCROLL_PX);
  return 0;
}

static gboolean
scroll_at_edge (GtkWidget *stage, GdkFrameClock *clock, gpointer data)
{
  CtTools *self = data;
  double width = gtk_widget_get_width (stage), height = gtk_widget_get_height (stage);
  double right = beyond_edge (self->drag.x, width), down = beyond_edge (self->drag.y, height);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  double elapsed_s = self->drag.tick_us ? MIN (1e-6 * (double) (now_us - self->drag.tick_us), 0.1) : 0;

  self->drag.tick_us = now_us;
  if (!self->drag.moved || (right == 0 && down == 0) || width <= 0 || height <= 0)
    return G_SOURCE_CONTINUE;
  ct_session_pan (self->session, right * SCROLL_PX_PER_S * elapsed_s / width,
                  -down * SCROLL_PX_PER_S * elapsed_s / height);
  if (self->drag.kind != CT_DRAG_ERASE)
    show_drag (self);
  return G_SOURCE_CONTINUE;
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
  CtToolDrag *drag = &self->drag;
  const CtEditNote note = *ct_document_get_note (ct_tools_get_document (self), id);

  drag->kind = CT_DRAG_PRESSED;
  drag->note = id;
  drag->part = part;
  drag->was_selected = ct_session_is_selected (self->session, id);
  drag->heard_midi = note.midi;
  if (drag->state & GDK_CONTROL_MASK)
    ct_session_select (self->session, id, TRUE);
  else if (!drag->was_selected)
    ct_session_set_selected (self->session, &id, 1);
  ct_session_set_cursor_note (self->session, id);
  ct_session_set_current_track (self->session, note.track);
  ct_tools_audition (self, &note);
}

static void
press_empty (CtTools *self)
{
  self->drag.kind = CT_DRAG_RUBBER;
  self->drag.ids = ct_session_dup_selected (self->session, &self->drag.n);
}

static gboolean
can_draw (CtTools *self)
{
  const CtEditTrack *track = ct_document_get_track (ct_tools_get_document (self),
                                                    ct_session_get_current_track (self->session));

  return track && track->visible && !track->locked;
}

static void
press_to_draw (CtTools *self)
{
  if (!can_draw (self))
    {
      ct_tools_tell_locked (self);
      return;
    }
  self->drag.kind = CT_DRAG_DRAW;
  preview_drawn (self);
  ct_tools_audition (self, &(CtEditNote){ .midi = (guint8) drawn_midi (self),
                                          .velocity = (guint8) ct_session_get_new_note_velocity (self->session),
                                          .track = ct_session_get_current_track (self->session) });
}

static void
split_at (CtTools *self, guint64 id)
{
  guint n;
  g_autofree guint64 *halves = ct_note_edits_split (ct_tools_get_document (self), &id, 1, self->drag.press_s, &n);

  if (halves)
    ct_session_set_selected (self->session, halves, n);
}

static void
press (CtTools *self, double x, double y)
{
  guint64 id;
  CtNotePart part = pick (self, x, y, &id);

  switch (ct_session_get_tool (self->session))
    {
    case CT_TOOL_ERASE:
      self->drag.kind = CT_DRAG_ERASE;
      self->drag.erased = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      rub_out (self, x, y, x, y);
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
  self->drag.state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  self->drag.x = self->drag.press_x = x;
  self->drag.y = self->drag.press_y = y;
  self->drag.doubled = is_double (self, x, y);
  ct_tools_locate (self, x, y, &self->drag.press_s, &self->drag.press_midi);
  press (self, x, y);
  if (self->drag.kind == CT_DRAG_NONE)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag.tick = gtk_widget_add_tick_callback (self->stage, scroll_at_edge, self, NULL);
}

/* ---- movement and release ---- */

/* The held note begins to move, with all that is selected. */
static void
begin_move (CtTools *self)
{
  self->drag.kind = self->drag.part == CT_NOTE_PART_BODY ? CT_DRAG_MOVE : CT_DRAG_RESIZE;
  self->drag.ids = ct_note_edits_dup_picked (self->session, &self->drag.n);
}

static void
drag_updated (GtkGestureDrag *gesture, double offset_x, double offset_y, CtTools *self)
{
  CtToolDrag *drag = &self->drag;
  double before_x = drag->x, before_y = drag->y;

  if (drag->kind == CT_DRAG_NONE)
    return;
  drag->x = drag->press_x + offset_x;
  drag->y = drag->press_y + offset_y;
  /* Shift may come and go while the button is down */
  drag->state = (drag->state & ~GDK_SHIFT_MASK)
                | (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK);
  if (!drag->moved && hypot (offset_x, offset_y) < MOVED_PX)
    return;
  drag->moved = TRUE;
  if (drag->kind == CT_DRAG_PRESSED)
    begin_move (self);
  if (drag->kind == CT_DRAG_ERASE)
    rub_out (self, before_x, before_y, drag->x, drag->y);
  else
    show_drag (self);
  ct_tools_update_cursor (self);
}

/* A click: a press that did not move. */
static void
click_note (CtTools *self)
{
  guint64 id = self->drag.note;
  gboolean toggles = (self->drag.state & GDK_CONTROL_MASK) != 0, was_selected = self->drag.was_selected;
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self), id);

  clear_drag (self);
  if (toggles)
    {
      if (was_selected)
        ct_session_select (self->session, id, FALSE);
      return;
    }
  ct_session_set_selected (self->session, &id, 1);
  if (note && note->uncertain)
    ct_note_edits_accept (ct_tools_get_document (self), &id, 1);
}

static void
finish_drawing (CtTools *self, CtTimeSpan span, int midi)
{
  guint64 id = ct_note_edits_draw (ct_tools_get_document (self), ct_session_get_current_track (self->session), midi,
                                   span.start_s, span.end_s, ct_session_get_new_note_velocity (self->session));

  if (id)
    ct_session_set_selected (self->session, &id, 1);
}

/* Takes the ids and the shift of a move first: the document's change ends every drag. */
static void
finish_move (CtTools *self)
{
  CtDocument *document = ct_tools_get_document (self);
  g_autofree guint64 *ids = g_steal_pointer (&self->drag.ids);
  guint n = self->drag.n;
  CtNoteEdge edge = self->drag.part == CT_NOTE_PART_START ? CT_NOTE_START : CT_NOTE_END;
  gboolean resize = self->drag.kind == CT_DRAG_RESIZE;
  double time_s;
  int semitones;

  get_delta (self, &time_s, &semitones);
  clear_drag (self);
  if (resize)
    ct_note_edits_resize (document, ids, n, edge, time_s);
  else
    ct_note_edits_move (document, ids, n, time_s, semitones);
}

static void
finish_erasing (CtTools *self)
{
  guint n = g_hash_table_size (self->drag.erased), i = 0;
  g_autofree guint64 *ids = g_new (guint64, n + 1);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->drag.erased);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    ids[i++] = *(guint64 *) key;
  clear_drag (self);
  ct_note_edits_erase (ct_tools_get_document (self), ids, n);
}

static void
finish_drag (CtTools *self)
{
  CtTimeSpan span;
  int midi = drawn_midi (self);

  switch (self->drag.kind)
    {
    case CT_DRAG_PRESSED:
      click_note (self);
      break;
    case CT_DRAG_MOVE:
    case CT_DRAG_RESIZE:
      finish_move (self);
      break;
    case CT_DRAG_DRAW:
      span = drawn_span (self);
      if (self->drag.moved)
        self->drawn_length_s = MAX (span.end_s - span.start_s, CT_NOTE_MIN_S);
      clear_drag (self);
      finish_drawing (self, span, midi);
      break;
    case CT_DRAG_ERASE:
      finish_erasing (self);
      break;
    case CT_DRAG_RUBBER:
      if (self->drag.moved)
        break;
      if (self->drag.doubled && can_draw (self))
        {
          span = drawn_span (self);
          clear_drag (self);
          finish_drawing (self, span, midi);
        }
      else if (!(self->drag.state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)))
        ct_session_clear_selection (self->session);
      break;
    default:
      break;
    }
}

static void
drag_ended (GtkGestureDrag *gesture, double offset_x, double offset_y, CtTools *self)
{
  if (self->drag.kind == CT_DRAG_NONE)
    return;
  drag_updated (gesture, offset_x, offset_y, self);
  finish_drag (self);
  clear_drag (self);
  ct_tools_update_cursor (self);
}

static void
drag_cancelled (GtkGesture *gesture, GdkEventSequence *sequence, CtTools *self)
{
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
