/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-layer.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-tools.h"

G_BEGIN_DECLS

typedef struct _CtToolDrag CtToolDrag;

struct _CtTools
{
  GObject parent_instance;

  GtkWidget *stage;   /* weak */
  CtNoteLayer *layer; /* weak */
  CtSession *session;
  GSignalGroup *of_session, *of_document;
  GPtrArray *controllers; /* of the stage, taken off when the tools go */
  GtkGesture *drag_gesture;
  GSimpleActionGroup *actions;
  GtkWidget *menu; /* weak: the context menu, while it is there */
  double menu_x;   /* where it was called, -1: by key */
  GCancellable *pasting;

  CtToolDrag *drag; /* that is going on, or NULL; known to ct-tools-drag.c alone */
  gint64 press_us;  /* of the last press, to tell double clicks */
  double last_press_x, last_press_y;
  double pointer_x, pointer_y; /* -1: not over the stage */
  const char *cursor;
  double drawn_length_s; /* of the last note drawn */
};

/* ct-tools.c */
CtDocument *ct_tools_get_document (CtTools *self);
void ct_tools_audition (CtTools *self, const CtEditNote *note);
/* Sounds the note the keyboard is at, as it is now. */
void ct_tools_audition_cursor (CtTools *self);
/* Makes the pointer look like what it would do. */
void ct_tools_update_cursor (CtTools *self);
/* Where a place on the stage is in the song. */
void ct_tools_locate (CtTools *self, double x, double y, double *time_s, double *midi);
/* Says that the tracks of some notes, or the one to draw on, are locked, hidden or not there. */
void ct_tools_tell_locked (CtTools *self);
void ct_tools_toast (CtTools *self, const char *text, gboolean offers_undo);
/* A what-if score is shown instead of the document: nothing can be changed. Says so. */
gboolean ct_tools_refuse (CtTools *self);
void ct_tools_add_controller (CtTools *self, GtkEventController *controller);

/* ct-tools-drag.c */
void ct_tools_attach_drag (CtTools *self);
/* The name of the cursor while a drag goes on; NULL: that of what is under the pointer. */
const char *ct_tools_get_drag_cursor (CtTools *self);
/* Ends a drag as if it had never been; FALSE: there was none. */
gboolean ct_tools_cancel_drag (CtTools *self);

/* What an action needs. */
typedef enum
{
  CT_TOOL_NEEDS_SELECTION = 1 << 0, /* disabled without one */
  CT_TOOL_EDITS = 1 << 1,           /* refused while a preview is shown */
} CtToolNeeds;

/* A row of a table of actions, which a row without a name ends. */
typedef struct
{
  const char *name;
  void (*act) (CtTools *self, GVariant *parameter, double amount);
  CtToolNeeds needs;
  const char *type; /* of the parameter; NULL: none */
  double amount;    /* passed to act: what else is one action for every direction and size */
} CtToolAction;

extern const CtToolAction ct_tools_select_actions[]; /* ct-tools-select.c */
extern const CtToolAction ct_tools_edit_actions[];   /* ct-tools-edit.c */

/* ct-tools-actions.c */
void ct_tools_add_actions (CtTools *self);
void ct_tools_update_actions (CtTools *self);

/* ct-tools-paste.c */
void ct_tools_copy (CtTools *self, const guint64 *ids, guint n, gboolean cut);
/* Pastes what is on the clipboard, moved so that it begins at @time_s; -1: where it was. */
void ct_tools_paste (CtTools *self, double time_s);

/* ct-tools-keys.c */
void ct_tools_add_keys (CtTools *self);

/* ct-tools-menu.c */
void ct_tools_attach_menu (CtTools *self);
/* Shows the context menu at (@x, @y) of the stage. */
void ct_tools_show_menu (CtTools *self, double x, double y);
/* At the note the keyboard is at. */
void ct_tools_show_menu_at_cursor (CtTools *self);

G_END_DECLS
