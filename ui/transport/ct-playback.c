/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-playback.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-playback-settings.h"
#include "ui/transport/ct-playback-source-private.h"

#define TICK_MS 15
#define IDLE_TICK_MS 250
#define START_US G_USEC_PER_SEC /* how long the player may take to begin: it is watched closely */
#define CACHE_FOLDER "stems"

struct _CtPlayback
{
  GObject parent_instance;

  CtPlayer *player; /* NULL: it could not be started */
  CtPlaybackSource *source;
  CtPlaybackSettings *settings;
  CtSession *session;
  GBinding *playhead; /* the session's, bound to the position */
  gulong loop_handler;

  gboolean playing;
  double isolated;
  guint tick;
  guint tick_ms;
  gint64 asked_us; /* when it was last asked to play */
};

enum
{
  PROP_SESSION = 1,
  PROP_PLAYING,
  PROP_POSITION_S,
  PROP_ISOLATED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint message_signal;

G_DEFINE_FINAL_TYPE (CtPlayback, ct_playback, G_TYPE_OBJECT)

static void
say (const char *text, gpointer self)
{
  g_signal_emit (self, message_signal, 0, text);
}

static void
send_loop (CtPlayback *self)
{
  CtTimeSpan loop;
  gboolean on = self->session && ct_session_get_loop (self->session, &loop)
                && ct_session_get_loop_enabled (self->session);

  ct_player_set_loop (self->player, on ? &loop : NULL);
}

/* ---- what the player reports ---- */

static char *
message_text (const CtPlayerMessage *message)
{
  switch (message->event)
    {
    case CT_PLAYER_EVENT_NO_DEVICE:
      return g_strdup (_ ("No audio device: playback is silent. Connect one, or choose it beside the speed."));
    case CT_PLAYER_EVENT_DEVICE_LOST:
      return g_strdup (
          _ ("Audio device disconnected. Connect it again to play on, or choose another beside the speed."));
    case CT_PLAYER_EVENT_DEVICE_FOUND:
      return g_strdup (_ ("Audio device reconnected"));
    case CT_PLAYER_EVENT_NOT_ISOLATED:
      return g_strdup_printf (_ ("The tracks cannot be isolated: %s"), _ (ct_status_string (message->status)));
    case CT_PLAYER_EVENT_CACHE_FULL:
      return g_strdup_printf (_ ("Isolated tracks cannot be saved to disk: %s"),
                              _ (ct_status_string (message->status)));
    default:
      return NULL;
    }
}

static void
take_messages (CtPlayback *self)
{
  CtPlayerMessage message;

  while (ct_player_take_message (self->player, &message))
    {
      g_autofree char *text = message_text (&message);

      if (message.event == CT_PLAYER_EVENT_UNREADABLE)
        ct_playback_source_fail (self->source, message.status);
      if (text)
        say (text, self);
    }
}

static void
show_position (CtPlayback *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION_S]);
}

static gboolean on_tick (gpointer data);

static void
set_tick (CtPlayback *self, guint ms)
{
  if (self->tick && self->tick_ms == ms)
    return;
  g_clear_handle_id (&self->tick, g_source_remove);
  self->tick_ms = ms;
  self->tick = g_timeout_add (ms, on_tick, self);
}

static void
update_playing (CtPlayback *self)
{
  gboolean playing = ct_player_state (self->player) == CT_PLAYER_PLAYING;

  set_tick (self, playing || g_get_monotonic_time () - self->asked_us < START_US ? TICK_MS : IDLE_TICK_MS);
  if (playing == self->playing)
    return;
  self->playing = playing;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYING]);
}

static gboolean
on_tick (gpointer data)
{
  CtPlayback *self = data;
  double isolated = ct_player_isolated (self->player);

  take_messages (self);
  if (self->playing)
    show_position (self);
  update_playing (self);
  if (isolated != self->isolated)
    {
      self->isolated = isolated;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ISOLATED]);
    }
  return G_SOURCE_CONTINUE;
}

/* ---- the session ---- */

static void
forget_session (CtPlayback *self)
{
  if (!self->session)
    return;
  g_clear_pointer (&self->playhead, g_binding_unbind);
  g_clear_signal_handler (&self->loop_handler, self->session);
  g_clear_object (&self->session);
}

void
ct_playback_set_session (CtPlayback *self, CtSession *session)
{
  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (session == self->session)
    return;
  forget_session (self);
  g_set_object (&self->session, session);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
  if (!self->player)
    return;
  ct_player_stop (self->player);
  ct_playback_source_set_document (self->source, session ? ct_session_get_document (session) : NULL);
  if (session)
    {
      self->playhead = g_object_bind_property (session, "playhead-s", self, "position-s",
                                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
      self->loop_handler = g_signal_connect_swapped (session, "notify::loop-enabled", G_CALLBACK (send_loop), self);
    }
  send_loop (self);
  update_playing (self);
}

CtSession *
ct_playback_get_session (CtPlayback *self)
{
  g_return_val_if_fail (CT_IS_PLAYBACK (self), NULL);
  return self->session;
}

CtPlayer *
ct_playback_get_player (CtPlayback *self)
{
  g_return_val_if_fail (CT_IS_PLAYBACK (self), NULL);
  return self->player;
}

/* ---- what the user does ---- */

gboolean
ct_playback_get_playing (CtPlayback *self)
{
  g_return_val_if_fail (CT_IS_PLAYBACK (self), FALSE);
  return self->playing;
}

void
ct_playback_play (CtPlayback *self)
{
  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player || !self->session)
    return;
  ct_playback_source_retry (self->source);
  ct_player_play (self->player);
  self->asked_us = g_get_monotonic_time ();
  take_messages (self);
  update_playing (self);
}

void
ct_playback_pause (CtPlayback *self)
{
  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player)
    return;
  ct_player_pause (self->player);
  update_playing (self);
}

void
ct_playback_toggle (CtPlayback *self)
{
  if (ct_playback_get_playing (self))
    ct_playback_pause (self);
  else
    ct_playback_play (self);
}

void
ct_playback_stop (CtPlayback *self)
{
  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player)
    return;
  ct_player_stop (self->player);
  show_position (self);
  update_playing (self);
}

void
ct_playback_play_selection (CtPlayback *self)
{
  CtTimeSpan span;

  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player || !self->session)
    return;
  if (!ct_selection_get_span (ct_session_get_selection (self->session), &span))
    {
      ct_playback_play (self);
      return;
    }
  ct_playback_source_retry (self->source);
  ct_player_play_span (self->player, &span);
  self->asked_us = g_get_monotonic_time ();
  take_messages (self);
  update_playing (self);
}

void
ct_playback_strike (CtPlayback *self, guint drum, double strength)
{
  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player)
    return;
  ct_player_strike (self->player, (int) drum, strength);
  take_messages (self);
}

void
ct_playback_audition (CtPlayback *self, guint32 track, guint midi, guint velocity, double length_s)
{
  int place = -1;

  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player || midi > 127)
    return;
  if (self->session)
    place = ct_edit_score_track_index (ct_document_get_score (ct_session_get_document (self->session)), track);
  ct_player_note_on (self->player, place < CT_PLAYER_MAX_TRACKS ? place : -1, (int) midi,
                     (int) CLAMP (velocity, 1, 127), length_s);
  take_messages (self);
}

void
ct_playback_hush (CtPlayback *self, guint midi)
{
  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (self->player && midi <= 127)
    ct_player_note_off (self->player, (int) midi);
}

CtPlaybackSettings *
ct_playback_get_settings (CtPlayback *self)
{
  g_return_val_if_fail (CT_IS_PLAYBACK (self), NULL);
  return self->settings;
}

/* ---- the object ---- */

static void
ct_playback_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtPlayback *self = CT_PLAYBACK (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_POSITION_S:
      g_value_set_double (value, self->player ? ct_player_position_s (self->player) : 0);
      break;
    case PROP_ISOLATED:
      g_value_set_double (value, self->isolated);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_playback_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtPlayback *self = CT_PLAYBACK (object);

  switch (id)
    {
    case PROP_SESSION:
      ct_playback_set_session (self, g_value_get_object (value));
      break;
    case PROP_POSITION_S:
      if (self->player)
        ct_player_seek (self->player, g_value_get_double (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_playback_dispose (GObject *object)
{
  CtPlayback *self = CT_PLAYBACK (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  forget_session (self);
  if (self->settings)
    ct_playback_settings_detach (self->settings);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->source, ct_playback_source_free);
  g_clear_pointer (&self->player, ct_player_free);
  G_OBJECT_CLASS (ct_playback_parent_class)->dispose (object);
}

static void
ct_playback_class_init (CtPlaybackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_playback_get_property;
  object_class->set_property = ct_playback_set_property;
  object_class->dispose = ct_playback_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION, both);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, read);
  props[PROP_POSITION_S] = g_param_spec_double ("position-s", NULL, NULL, 0, G_MAXDOUBLE, 0, both);
  props[PROP_ISOLATED] = g_param_spec_double ("isolated", NULL, NULL, 0, 1, 1, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
  message_signal = g_signal_new ("message", CT_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_STRING);
}

static void
ct_playback_init (CtPlayback *self)
{
  self->isolated = 1;
}

CtPlayback *
ct_playback_new (gboolean stepped)
{
  CtPlayback *self = g_object_new (CT_TYPE_PLAYBACK, NULL);
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "coloratura", CACHE_FOLDER, NULL);
  CtPlayerOptions options = { .cache_folder = stepped ? NULL : folder, .stepped = stepped };

  if (ct_player_new (&options, &self->player) != CT_STATUS_OK)
    {
      self->player = NULL;
      self->settings = ct_playback_settings_new (NULL);
      g_warning ("%s", _ ("Playback is unavailable: the player could not be started"));
      return self;
    }
  self->settings = ct_playback_settings_new (self->player);
  self->source = ct_playback_source_new (self->player, say, self);
  set_tick (self, IDLE_TICK_MS);
  return self;
}
