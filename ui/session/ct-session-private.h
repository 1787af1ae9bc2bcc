/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

struct _CtSession
{
  GObject parent_instance;

  CtDocument *document;
  CtDisplay *display;
  CtSelection *selection;
  CtView view;
  gboolean fitted; /* someone chose the view; else it follows the document */

  CtEditScore *preview;
  CtTempoMap *tempo_preview;

  gboolean hovers;
  double hover_s;
  double hover_midi;

  double playhead_s;
  CtTimeSpan loop;
  gboolean has_loop;
  gboolean loop_enabled;
  CtTool tool;
  CtSelectMode select_mode;
  CtFollow follow;
  guint32 current_track;

  gboolean snap;
  CtNoteGrid grid;

  guint new_note_velocity;
};

typedef enum
{
  CT_SESSION_VIEW_CHANGED,
  CT_SESSION_HOVER_CHANGED,
  CT_SESSION_PREVIEW_CHANGED,
  CT_SESSION_TEMPO_CHANGED,
  CT_SESSION_NAMES_CHANGED,
  CT_SESSION_N_SIGNALS,
} CtSessionSignal;

void ct_session_emit (CtSession *self, CtSessionSignal signal);
/* ct-session-grid.c: the property "grid". What is no name of a grid, or that of an automatic one, changes nothing. */
char *ct_session_dup_grid_name (CtSession *self);
void ct_session_store_grid (CtSession *self, const char *name);
/* ct-session-names.c: emits "names-changed" from now on. */
void ct_session_watch_names (CtSession *self);
/* Computes what a document shows before anybody has chosen a view: its beginning, near enough to be read. */
void ct_session_view_of_opening (CtSession *self, CtView *view);

G_END_DECLS
