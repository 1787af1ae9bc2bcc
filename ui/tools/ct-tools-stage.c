/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stage that the tools work on: places on it, the pointer over it and its cursor, and what is said there. */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tool-cursor.h"
#include "ui/tools/ct-tools.h"
#include "ui/widgets/ct-toast.h"

CtDocument *
ct_tools_get_document (CtTools *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

void
ct_tools_audition (CtTools *self, const CtEditNote *note)
{
  g_signal_emit_by_name (self, "audition", (guint) note->midi, (guint) note->velocity, (guint) note->track);
}

void
ct_tools_audition_cursor (CtTools *self)
{
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self),
                                                 ct_selection_get_cursor (ct_session_get_selection (self->session)));

  if (note)
    ct_tools_audition (self, note);
}

void
ct_tools_locate (CtTools *self, double x, double y, double *time_s, double *midi)
{
  const CtView *view = ct_session_get_view (self->session);

  *time_s = ct_view_time (view, MAX (gtk_widget_get_width (self->stage), 1), x);
  *midi = ct_view_midi (view, MAX (gtk_widget_get_height (self->stage), 1), y);
}

void
ct_tools_toast (CtTools *self, const char *text, gboolean offers_undo)
{
  if (self->stage)
    ct_toast_send (self->stage, text, offers_undo);
}

void
ct_tools_explain_locked (CtTools *self)
{
  CtDocument *document = ct_tools_get_document (self);
  guint32 id = ct_session_get_current_track (self->session);
  const CtEditTrack *track = ct_document_get_track (document, id);
  g_autofree char *name = track ? ct_document_dup_track_name (document, id) : NULL;
  g_autofree char *text = NULL;

  if (!track)
    text = g_strdup (_ ("Add a track first: there is none for the notes."));
  else if (track->locked)
    text = g_strdup_printf (_ ("“%s” is locked."), name);
  else
    text = g_strdup_printf (_ ("“%s” is hidden."), name);
  ct_tools_toast (self, text, FALSE);
}

gboolean
ct_tools_refuse (CtTools *self)
{
  if (!ct_session_get_preview (self->session))
    return FALSE;
  ct_tools_toast (self, _ ("Apply the preview to edit notes, or press Escape to end it."), FALSE);
  return TRUE;
}

/* ---- the pointer ---- */

/* A name of the system's, or NULL: the one of the tool. */
static const char *
hover_cursor (CtTools *self, CtNotePart part)
{
  CtTool tool = ct_session_get_tool (self->session);
  gboolean edge = part == CT_NOTE_PART_START || part == CT_NOTE_PART_END;

  if (tool == CT_TOOL_ERASE || tool == CT_TOOL_SPLIT || (tool == CT_TOOL_DRAW && !edge))
    return NULL;
  return edge ? "ew-resize" : part == CT_NOTE_PART_BODY ? "grab" : "default";
}

/* @name: of the system's, or NULL: the one of @tool. */
static void
set_cursor (CtTools *self, const char *name, CtTool tool)
{
  g_autoptr (GdkCursor) cursor = NULL;

  if (g_strcmp0 (name, self->cursor) == 0 && (name || tool == self->cursor_tool))
    return;
  self->cursor = name;
  self->cursor_tool = tool;
  cursor = name ? gdk_cursor_new_from_name (name, NULL) : ct_tool_cursor_new (tool);
  gtk_widget_set_cursor (self->stage, cursor);
}

void
ct_tools_update_cursor (CtTools *self)
{
  const char *name = NULL;
  CtNotePart part = CT_NOTE_PART_NONE;

  if (!self->stage)
    return;
  if (!self->session)
    {
      set_cursor (self, NULL, CT_TOOL_SELECT);
      return;
    }
  name = self->drag_cursor;
  if (!name && self->pointer_x >= 0)
    {
      ct_note_picker_pick (self->session, gtk_widget_get_width (self->stage), gtk_widget_get_height (self->stage),
                           self->pointer_x, self->pointer_y, &part);
      name = hover_cursor (self, part);
    }
  set_cursor (self, name, ct_session_get_tool (self->session));
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, CtTools *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (!self->drag)
    ct_tools_update_cursor (self);
}

static void
pointer_left (GtkEventControllerMotion *motion, CtTools *self)
{
  self->pointer_x = self->pointer_y = -1;
}

void
ct_tools_add_controller (CtTools *self, GtkEventController *controller)
{
  gtk_widget_add_controller (self->stage, controller);
  g_ptr_array_add (self->controllers, controller);
}

void
ct_tools_attach_motion (CtTools *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), self);
  ct_tools_add_controller (self, motion);
}
