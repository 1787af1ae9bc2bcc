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
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

#define CT_TYPE_SESSION (ct_session_get_type ())
G_DECLARE_FINAL_TYPE (CtSession, ct_session, CT, SESSION, GObject)

/* The view model of a window: what is visible, selected and pointed at, and with which tool. Widgets bind to it and
 * never to each other. It lives as long as its document is open in the window.
 *
 * Signals: "view-changed", "hover-changed", "preview-changed", "tempo-changed", "names-changed" (what pitches are
 * called). Properties (readable, writable, notify): playhead-s, tool, select-mode, loop-enabled, follow, current-track,
 * new-note-velocity, snap (boolean), grid (string: its name, see ct_note_grid_parse()), swing (double). */

typedef enum
{
  CT_TOOL_SELECT,
  CT_TOOL_DRAW,
  CT_TOOL_ERASE,
  CT_TOOL_SPLIT,
} CtTool;

typedef enum
{
  CT_SELECT_BOX,
  CT_SELECT_COLUMN, /* a span of time, all pitches */
  CT_SELECT_ROW,    /* a range of pitch, all times */
} CtSelectMode;

typedef enum
{
  CT_FOLLOW_PAGE,
  CT_FOLLOW_CENTRE,
  CT_FOLLOW_OFF,
} CtFollow;

GType ct_tool_get_type (void);
GType ct_select_mode_get_type (void);
GType ct_follow_get_type (void);
#define CT_TYPE_TOOL (ct_tool_get_type ())
#define CT_TYPE_SELECT_MODE (ct_select_mode_get_type ())
#define CT_TYPE_FOLLOW (ct_follow_get_type ())

CtSession *ct_session_new (CtDocument *document);
CtDocument *ct_session_get_document (CtSession *self);
/* How the document looks in this window; owned by the session. */
CtDisplay *ct_session_get_display (CtSession *self);
/* What is selected in this window; owned by the session. */
CtSelection *ct_session_get_selection (CtSession *self);

/* What is visible. Setters clamp to the length of the document (with a margin) and to the pitches that can be shown. */
const CtView *ct_session_get_view (CtSession *self);
void ct_session_set_view (CtSession *self, const CtView *view);
/* Multiplies the span by @factor; @time_s or @midi keeps its place on the screen. */
void ct_session_zoom_time (CtSession *self, double factor, double time_s);
void ct_session_zoom_pitch (CtSession *self, double factor, double midi);
/* Moves by a share of the visible span: 1 is a whole page later or higher. */
void ct_session_pan (CtSession *self, double time_share, double pitch_share);
/* Shows the whole song and the pitches of its notes. */
void ct_session_fit_all (CtSession *self);
void ct_session_fit_selection (CtSession *self);
/* Scrolls as little as necessary to make the point visible. */
void ct_session_reveal (CtSession *self, double time_s, double midi);

/* Whether the user can pick the note: its track is visible and not locked, and it is not a hidden uncertain note. */
gboolean ct_session_can_pick (CtSession *self, const CtEditNote *note);
/* Whether the note is shown: its track is visible, and it is not a hidden uncertain note. */
gboolean ct_session_is_shown (CtSession *self, const CtEditNote *note);
/* Whether the track of the note is audible (ct_edit_score_track_is_heard()). Other notes are drawn dimmed. */
gboolean ct_session_is_heard (CtSession *self, const CtEditNote *note);

/* A score to show instead of the one of the document: the result of a split or a new transcription. Takes @score;
 * NULL: none. Whoever finds their own ended or replaced withdraws what it was a preview of. */
void ct_session_set_preview (CtSession *self, CtEditScore *score);
const CtEditScore *ct_session_get_preview (CtSession *self);

/* Where beats and bars are shown: the map of the document, or one to show instead of it while a beat is dragged;
 * borrowed until "tempo-changed". NULL: there are none. */
const CtTempoMap *ct_session_get_tempo_map (CtSession *self);
/* Takes @map; NULL: the one of the document is shown again, as it is as soon as that changes. */
void ct_session_set_tempo_preview (CtSession *self, CtTempoMap *map);

/* Where the pointer is on the canvas, for guides and readouts. */
gboolean ct_session_get_hover (CtSession *self, double *time_s, double *midi);
void ct_session_set_hover (CtSession *self, double time_s, double midi);
void ct_session_clear_hover (CtSession *self);

double ct_session_get_playhead_s (CtSession *self);
void ct_session_set_playhead_s (CtSession *self, double time_s);
/* FALSE and an empty span if no loop is set. */
gboolean ct_session_get_loop (CtSession *self, CtTimeSpan *span);
void ct_session_set_loop (CtSession *self, const CtTimeSpan *span);
void ct_session_clear_loop (CtSession *self);
/* Moves the playhead to the start of the loop if it is outside: for hearing a loop that was just set. */
void ct_session_enter_loop (CtSession *self);
gboolean ct_session_get_loop_enabled (CtSession *self);
void ct_session_set_loop_enabled (CtSession *self, gboolean enabled);

CtTool ct_session_get_tool (CtSession *self);
void ct_session_set_tool (CtSession *self, CtTool tool);
CtSelectMode ct_session_get_select_mode (CtSession *self);
void ct_session_set_select_mode (CtSession *self, CtSelectMode mode);
CtFollow ct_session_get_follow (CtSession *self);
void ct_session_set_follow (CtSession *self, CtFollow follow);
/* The track for new notes and for the keys M and S; the first track if none was chosen; 0: there is none. */
guint32 ct_session_get_current_track (CtSession *self);
void ct_session_set_current_track (CtSession *self, guint32 track);

/* Whether notes snap to the grid, and that grid; never an automatic one. */
gboolean ct_session_get_snap (CtSession *self);
void ct_session_set_snap (CtSession *self, gboolean snap);
const CtNoteGrid *ct_session_get_grid (CtSession *self);
void ct_session_set_grid (CtSession *self, const CtNoteGrid *grid);
/* The tempo map that notes snap to, borrowed until the document changes; NULL: they do not snap. */
const CtTempoMap *ct_session_get_snap_map (CtSession *self);

guint ct_session_get_new_note_velocity (CtSession *self);

G_END_DECLS
