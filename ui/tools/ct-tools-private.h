/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CtTools, split by what the user does: drags, chooses actions, opens the menu, pastes. All of these know the stage
 * (ct-tools-stage.c); only the object itself (ct-tools.c) knows all of them. Included by the ct-tools*.c files alone;
 * what needs no more than a session has a type of its own (CtEraser, CtRubberBand, CtEdgeScroll). */
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
  GSignalGroup *of_session, *of_selection, *of_document;
  GPtrArray *controllers; /* of the stage, removed with the tools */
  GSimpleActionGroup *actions;
  double pointer_x, pointer_y; /* px; -1: not over the stage */
  const char *cursor;          /* its name; NULL: that of the tool */
  CtTool cursor_tool;

  /* ct-tools-drag.c */
  GtkGesture *drag_gesture;
  CtToolDrag *drag;        /* the one going on, or NULL */
  const char *drag_cursor; /* the name of its cursor; NULL: the one for what is under the pointer */
  gint64 press_us;         /* of the last press, to recognise double clicks */
  double last_press_x, last_press_y;
  double drawn_length_s; /* of the last note drawn */

  guint64 reviewed; /* the uncertain note that was stepped to, or 0 */

  /* ct-tools-menu.c */
  GtkWidget *menu; /* weak: the context menu, once it was opened */
  double menu_x;   /* where it was opened; -1: by a key */

  /* ct-tools-paste.c */
  GCancellable *pasting;
};

/* ct-tools-stage.c */
CtDocument *ct_tools_get_document (CtTools *self);
void ct_tools_audition (CtTools *self, const CtEditNote *note);
/* Plays the note the keyboard is at. */
void ct_tools_audition_cursor (CtTools *self);
/* Shows by the cursor what a press would do. */
void ct_tools_update_cursor (CtTools *self);
/* Where a place on the stage lies in the song. */
void ct_tools_locate (CtTools *self, double x, double y, double *time_s, double *midi);
void ct_tools_toast (CtTools *self, const char *text, gboolean offers_undo);
/* Says why nothing can be drawn on the current track: it is locked, hidden, or there is none. */
void ct_tools_explain_locked (CtTools *self);
/* While a preview is shown nothing can be edited: says so and returns TRUE. */
gboolean ct_tools_refuse (CtTools *self);
void ct_tools_add_controller (CtTools *self, GtkEventController *controller);
void ct_tools_attach_motion (CtTools *self);

/* ct-tools-drag.c */
void ct_tools_attach_drag (CtTools *self);
/* Ends a drag as if it had never been; FALSE: there was none. */
gboolean ct_tools_cancel_drag (CtTools *self);

/* What an action needs. */
typedef enum
{
  CT_TOOL_NEEDS_SELECTION = 1 << 0, /* disabled without one */
  CT_TOOL_EDITS = 1 << 1,           /* refused while a preview is shown */
} CtToolNeeds;

/* An entry of a table of actions; an entry without a name ends the table. */
typedef struct
{
  const char *name;
  void (*act) (CtTools *self, GVariant *parameter, double amount);
  CtToolNeeds needs;
  const char *type; /* of the parameter; NULL: none */
  double amount;    /* passed to act, which serves several directions or sizes */
} CtToolAction;

extern const CtToolAction ct_tools_select_actions[]; /* ct-tools-select.c */
extern const CtToolAction ct_tools_edit_actions[];   /* ct-tools-edit.c */

/* ct-tools-actions.c */
void ct_tools_add_actions (CtTools *self);
void ct_tools_update_actions (CtTools *self);

/* ct-tools-paste.c */
void ct_tools_copy (CtTools *self, const guint64 *ids, guint n, gboolean cut);
/* Pastes the notes on the clipboard, moved to begin at @time_s, or where they snap near it; -1: at their own times. */
void ct_tools_paste (CtTools *self, double time_s);

/* ct-tools-menu.c */
void ct_tools_attach_menu (CtTools *self);
/* Opens the context menu at the note the keyboard is at. */
void ct_tools_show_menu_at_cursor (CtTools *self);

G_END_DECLS
