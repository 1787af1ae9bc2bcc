/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-session-private.h"

#include <glib-object.h>

#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

#define MIN_LOOP_S 0.02

enum
{
  PROP_DOCUMENT = 1,
  PROP_PLAYHEAD_S,
  PROP_TOOL,
  PROP_SELECT_MODE,
  PROP_LOOP_ENABLED,
  PROP_FOLLOW,
  PROP_CURRENT_TRACK,
  PROP_NEW_NOTE_VELOCITY,
  PROP_SNAP,
  PROP_GRID,
  PROP_SWING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint signals[CT_SESSION_N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtSession, ct_session, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (CtTool,
                    ct_tool,
                    G_DEFINE_ENUM_VALUE (CT_TOOL_SELECT, "select"),
                    G_DEFINE_ENUM_VALUE (CT_TOOL_DRAW, "draw"),
                    G_DEFINE_ENUM_VALUE (CT_TOOL_ERASE, "erase"),
                    G_DEFINE_ENUM_VALUE (CT_TOOL_SPLIT, "split"))
G_DEFINE_ENUM_TYPE (CtSelectMode,
                    ct_select_mode,
                    G_DEFINE_ENUM_VALUE (CT_SELECT_BOX, "box"),
                    G_DEFINE_ENUM_VALUE (CT_SELECT_COLUMN, "column"),
                    G_DEFINE_ENUM_VALUE (CT_SELECT_ROW, "row"))
G_DEFINE_ENUM_TYPE (CtFollow,
                    ct_follow,
                    G_DEFINE_ENUM_VALUE (CT_FOLLOW_PAGE, "page"),
                    G_DEFINE_ENUM_VALUE (CT_FOLLOW_CENTRE, "centre"),
                    G_DEFINE_ENUM_VALUE (CT_FOLLOW_OFF, "off"))

void
ct_session_emit (CtSession *self, CtSessionSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

CtDocument *
ct_session_get_document (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return self->document;
}

CtDisplay *
ct_session_get_display (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return self->display;
}

CtSelection *
ct_session_get_selection (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return self->selection;
}

gboolean
ct_session_is_shown (CtSession *self, const CtEditNote *note)
{
  const CtEditTrack *track;

  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  if (note->uncertain && !ct_display_shows_uncertain (self->display))
    return FALSE;
  track = ct_document_get_track (self->document, note->track);
  return track && track->visible;
}

gboolean
ct_session_is_heard (CtSession *self, const CtEditNote *note)
{
  const CtEditTrack *track;

  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  track = ct_document_get_track (self->document, note->track);
  return track && ct_edit_score_track_is_heard (ct_document_get_score (self->document), track);
}

gboolean
ct_session_can_pick (CtSession *self, const CtEditNote *note)
{
  const CtEditTrack *track;

  if (!ct_session_is_shown (self, note))
    return FALSE;
  track = ct_document_get_track (self->document, note->track);
  return !track->locked;
}

void
ct_session_set_preview (CtSession *self, CtEditScore *score)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (!score && !self->preview)
    return;
  g_clear_pointer (&self->preview, ct_edit_score_free);
  self->preview = score;
  ct_session_emit (self, CT_SESSION_PREVIEW_CHANGED);
}

const CtTempoMap *
ct_session_get_tempo_map (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return self->tempo_preview ? self->tempo_preview : ct_document_get_tempo_map (self->document);
}

void
ct_session_set_tempo_preview (CtSession *self, CtTempoMap *map)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (!map && !self->tempo_preview)
    return;
  g_clear_pointer (&self->tempo_preview, ct_tempo_map_free);
  self->tempo_preview = map;
  ct_session_emit (self, CT_SESSION_TEMPO_CHANGED);
}

const CtEditScore *
ct_session_get_preview (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return self->preview;
}

gboolean
ct_session_get_hover (CtSession *self, double *time_s, double *midi)
{
  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  if (time_s)
    *time_s = self->hover_s;
  if (midi)
    *midi = self->hover_midi;
  return self->hovers;
}

void
ct_session_set_hover (CtSession *self, double time_s, double midi)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (self->hovers && self->hover_s == time_s && self->hover_midi == midi)
    return;
  self->hovers = TRUE;
  self->hover_s = time_s;
  self->hover_midi = midi;
  ct_session_emit (self, CT_SESSION_HOVER_CHANGED);
}

void
ct_session_clear_hover (CtSession *self)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (!self->hovers)
    return;
  self->hovers = FALSE;
  ct_session_emit (self, CT_SESSION_HOVER_CHANGED);
}

double
ct_session_get_playhead_s (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), 0);
  return self->playhead_s;
}

void
ct_session_set_playhead_s (CtSession *self, double time_s)
{
  double now;

  g_return_if_fail (CT_IS_SESSION (self));
  now = CLAMP (time_s, 0, ct_document_get_duration_s (self->document));
  if (now == self->playhead_s)
    return;
  self->playhead_s = now;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYHEAD_S]);
}

gboolean
ct_session_get_loop (CtSession *self, CtTimeSpan *span)
{
  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  *span = self->has_loop ? self->loop : (CtTimeSpan){ 0, 0 };
  return self->has_loop;
}

void
ct_session_set_loop (CtSession *self, const CtTimeSpan *span)
{
  double end_s;
  CtTimeSpan loop;

  g_return_if_fail (CT_IS_SESSION (self));
  end_s = ct_document_get_duration_s (self->document);
  loop = (CtTimeSpan){ CLAMP (MIN (span->start_s, span->end_s), 0, end_s),
                       CLAMP (MAX (span->start_s, span->end_s), 0, end_s) };
  if (loop.end_s - loop.start_s < MIN_LOOP_S)
    {
      ct_session_clear_loop (self);
      return;
    }
  self->loop = loop;
  self->has_loop = TRUE;
  self->loop_enabled = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOOP_ENABLED]);
}

void
ct_session_clear_loop (CtSession *self)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (!self->has_loop)
    return;
  self->has_loop = FALSE;
  self->loop_enabled = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOOP_ENABLED]);
}

void
ct_session_enter_loop (CtSession *self)
{
  g_return_if_fail (CT_IS_SESSION (self));
  if (self->has_loop && (self->playhead_s < self->loop.start_s || self->playhead_s >= self->loop.end_s))
    ct_session_set_playhead_s (self, self->loop.start_s);
}

gboolean
ct_session_get_loop_enabled (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  return self->loop_enabled;
}

void
ct_session_set_loop_enabled (CtSession *self, gboolean enabled)
{
  g_object_set (self, "loop-enabled", enabled, NULL);
}

CtTool
ct_session_get_tool (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), CT_TOOL_SELECT);
  return self->tool;
}

void
ct_session_set_tool (CtSession *self, CtTool tool)
{
  g_object_set (self, "tool", tool, NULL);
}

CtSelectMode
ct_session_get_select_mode (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), CT_SELECT_BOX);
  return self->select_mode;
}

void
ct_session_set_select_mode (CtSession *self, CtSelectMode mode)
{
  g_object_set (self, "select-mode", mode, NULL);
}

CtFollow
ct_session_get_follow (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), CT_FOLLOW_PAGE);
  return self->follow;
}

void
ct_session_set_follow (CtSession *self, CtFollow follow)
{
  g_object_set (self, "follow", follow, NULL);
}

guint32
ct_session_get_current_track (CtSession *self)
{
  const CtEditScore *score;

  g_return_val_if_fail (CT_IS_SESSION (self), 0);
  if (self->current_track && ct_document_get_track (self->document, self->current_track))
    return self->current_track;
  score = ct_document_get_score (self->document);
  return score->n_tracks ? score->tracks[0].id : 0;
}

void
ct_session_set_current_track (CtSession *self, guint32 track)
{
  g_object_set (self, "current-track", (guint) track, NULL);
}

guint
ct_session_get_new_note_velocity (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), 1);
  return self->new_note_velocity;
}

static void
document_changed (CtDocument *document, guint changes, CtSession *self)
{
  if (changes & CT_DOCUMENT_TRACKS && self->current_track && !ct_document_get_track (document, self->current_track))
    ct_session_set_current_track (self, 0);
  if (changes & CT_DOCUMENT_TEMPO)
    {
      g_clear_pointer (&self->tempo_preview, ct_tempo_map_free);
      ct_session_emit (self, CT_SESSION_TEMPO_CHANGED);
    }
  if (!self->fitted)
    {
      CtView view;

      ct_session_view_of_opening (self, &view);
      ct_session_set_view (self, &view);
      self->fitted = FALSE;
    }
}

static void
recording_changed (CtDocument *document, GParamSpec *pspec, CtSession *self)
{
  document_changed (document, 0, self);
}

static void
ct_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtSession *self = CT_SESSION (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_PLAYHEAD_S:
      g_value_set_double (value, self->playhead_s);
      break;
    case PROP_TOOL:
      g_value_set_enum (value, self->tool);
      break;
    case PROP_SELECT_MODE:
      g_value_set_enum (value, self->select_mode);
      break;
    case PROP_LOOP_ENABLED:
      g_value_set_boolean (value, self->loop_enabled);
      break;
    case PROP_FOLLOW:
      g_value_set_enum (value, self->follow);
      break;
    case PROP_CURRENT_TRACK:
      g_value_set_uint (value, ct_session_get_current_track (self));
      break;
    case PROP_NEW_NOTE_VELOCITY:
      g_value_set_uint (value, self->new_note_velocity);
      break;
    case PROP_SNAP:
      g_value_set_boolean (value, self->snap);
      break;
    case PROP_GRID:
      g_value_take_string (value, ct_session_dup_grid_name (self));
      break;
    case PROP_SWING:
      g_value_set_double (value, self->grid.swing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Stores @value where property @id lives. */
static void
store_property (CtSession *self, guint id, const GValue *value)
{
  switch (id)
    {
    case PROP_TOOL:
      self->tool = g_value_get_enum (value);
      break;
    case PROP_SELECT_MODE:
      self->select_mode = g_value_get_enum (value);
      break;
    case PROP_LOOP_ENABLED:
      self->loop_enabled = g_value_get_boolean (value) && self->has_loop;
      break;
    case PROP_FOLLOW:
      self->follow = g_value_get_enum (value);
      break;
    case PROP_CURRENT_TRACK:
      self->current_track = g_value_get_uint (value);
      break;
    case PROP_NEW_NOTE_VELOCITY:
      self->new_note_velocity = g_value_get_uint (value);
      break;
    case PROP_SNAP:
      self->snap = g_value_get_boolean (value);
      break;
    case PROP_GRID:
      ct_session_store_grid (self, g_value_get_string (value));
      break;
    case PROP_SWING:
      self->grid.swing = g_value_get_double (value);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
ct_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtSession *self = CT_SESSION (object);
  g_auto (GValue) before = G_VALUE_INIT, after = G_VALUE_INIT;

  if (id == PROP_DOCUMENT)
    {
      self->document = g_value_dup_object (value);
      return;
    }
  if (id == PROP_PLAYHEAD_S)
    {
      ct_session_set_playhead_s (self, g_value_get_double (value));
      return;
    }
  g_value_init (&before, pspec->value_type);
  g_value_init (&after, pspec->value_type);
  ct_session_get_property (object, id, &before, pspec);
  store_property (self, id, value);
  ct_session_get_property (object, id, &after, pspec);
  if (g_param_values_cmp (pspec, &before, &after) == 0)
    return;
  g_object_notify_by_pspec (object, pspec);
}

static gboolean
has_uncertain (CtSession *self)
{
  guint n;
  g_autofree guint64 *ids = ct_selection_dup (self->selection, &n);

  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (self->document, ids[i]);

      if (note && note->uncertain)
        return TRUE;
    }
  return FALSE;
}

/* A review of uncertain notes ends when others are selected, or none. */
static void
selection_changed (CtSession *self)
{
  if (ct_display_get_reviewing (self->display) && !has_uncertain (self))
    g_object_set (self->display, "reviewing", FALSE, NULL);
}

static void
ct_session_constructed (GObject *object)
{
  CtSession *self = CT_SESSION (object);

  G_OBJECT_CLASS (ct_session_parent_class)->constructed (object);
  self->selection = ct_selection_new (self->document);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "changed", G_CALLBACK (document_changed), self, 0);
  g_signal_connect_object (self->document, "notify::recording", G_CALLBACK (recording_changed), self, 0);
  ct_session_watch_names (self);
  ct_session_view_of_opening (self, &self->view);
}

static void
ct_session_finalize (GObject *object)
{
  CtSession *self = CT_SESSION (object);

  g_clear_pointer (&self->preview, ct_edit_score_free);
  g_clear_pointer (&self->tempo_preview, ct_tempo_map_free);
  g_clear_object (&self->selection);
  g_clear_object (&self->display);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (ct_session_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, CT_TYPE_DOCUMENT,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_PLAYHEAD_S] = g_param_spec_double ("playhead-s", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_TOOL] = g_param_spec_enum ("tool", NULL, NULL, CT_TYPE_TOOL, CT_TOOL_SELECT, flags);
  props[PROP_SELECT_MODE] = g_param_spec_enum ("select-mode", NULL, NULL, CT_TYPE_SELECT_MODE, CT_SELECT_BOX, flags);
  props[PROP_LOOP_ENABLED] = g_param_spec_boolean ("loop-enabled", NULL, NULL, FALSE, flags);
  props[PROP_FOLLOW] = g_param_spec_enum ("follow", NULL, NULL, CT_TYPE_FOLLOW, CT_FOLLOW_PAGE, flags);
  props[PROP_CURRENT_TRACK] = g_param_spec_uint ("current-track", NULL, NULL, 0, G_MAXUINT32, 0, flags);
  props[PROP_NEW_NOTE_VELOCITY] = g_param_spec_uint ("new-note-velocity", NULL, NULL, 1, 127, 80, flags);
  props[PROP_SNAP] = g_param_spec_boolean ("snap", NULL, NULL, FALSE, flags);
  props[PROP_GRID] = g_param_spec_string ("grid", NULL, NULL, "1/16", flags);
  props[PROP_SWING] = g_param_spec_double ("swing", NULL, NULL, CT_NOTE_GRID_MIN_SWING, CT_NOTE_GRID_MAX_SWING,
                                           CT_NOTE_GRID_DEFAULT_SWING, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_session_class_init (CtSessionClass *klass)
{
  static const char *const names[CT_SESSION_N_SIGNALS] = { "view-changed", "hover-changed", "preview-changed",
                                                           "tempo-changed", "names-changed" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_session_get_property;
  object_class->set_property = ct_session_set_property;
  object_class->constructed = ct_session_constructed;
  object_class->finalize = ct_session_finalize;
  install_properties (object_class);
  for (guint i = 0; i < CT_SESSION_N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], CT_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ct_session_init (CtSession *self)
{
  self->display = ct_display_new ();
  self->new_note_velocity = 80;
  self->grid = (CtNoteGrid){ .division = 16, .swing = CT_NOTE_GRID_DEFAULT_SWING };
}

CtSession *
ct_session_new (CtDocument *document)
{
  return g_object_new (CT_TYPE_SESSION, "document", document, NULL);
}
