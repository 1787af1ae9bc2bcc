/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-playback.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/audio/ct-audio-device.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-selection.h"
#include "ui/transport/ct-playback-private.h"

#define TICK_MS 15
#define IDLE_TICK_MS 250
#define START_US G_USEC_PER_SEC /* the player may take so long until it plays: it is watched closely */
#define SPEED_STEP 0.05
#define MAX_DEVICES 64
#define CACHE_FOLDER "stems"

struct _CtPlayback
{
  GObject parent_instance;

  CtPlayer *player;
  GActionGroup *actions;
  CtSession *session;
  CtRecording *opened; /* what the player has open */
  GArray *sent;        /* guint32 ids of the tracks that its notes name by place */
  gulong handlers[4];  /* of the session, then of its document */

  gboolean playing;
  gboolean moving; /* the playhead is being moved by us */
  guint tick;
  guint tick_ms;
  gint64 asked_us; /* when it was last asked to play */

  double speed;
  gboolean varispeed;
  double semitones;
  double fade;
  double volumes[CT_PLAYER_N_BUSES];
  double isolated;
  char *device;
};

enum
{
  PROP_SESSION = 1,
  PROP_PLAYING,
  PROP_ISOLATED,
  PROP_SPEED,
  PROP_VARISPEED,
  PROP_SEMITONES,
  PROP_FADE,
  PROP_MASTER_VOLUME,
  PROP_REST_VOLUME,
  PROP_TRACKS_VOLUME,
  PROP_NOTES_VOLUME,
  PROP_DEVICE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint message_signal;

G_DEFINE_FINAL_TYPE (CtPlayback, ct_playback, G_TYPE_OBJECT)

static CtDocument *
get_document (CtPlayback *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

/* ---- what the engine's player is told ---- */

static void
say (CtPlayback *self, const char *text)
{
  g_signal_emit (self, message_signal, 0, text);
}

static void
send_score (CtPlayback *self)
{
  if (ct_playback_send_score (self->player, ct_document_get_score (get_document (self)), self->sent) != CT_STATUS_OK)
    say (self, _ ("Not enough memory to play the notes"));
}

/* Only how tracks sound, where they are the same in the same order: their notes are there. */
static void
send_tracks (CtPlayback *self)
{
  if (!ct_playback_send_tracks (self->player, ct_document_get_score (get_document (self)), self->sent))
    send_score (self);
}

static void
send_loop (CtPlayback *self)
{
  CtTimeSpan loop;
  gboolean on = self->session && ct_session_get_loop (self->session, &loop)
                && ct_session_get_loop_enabled (self->session);

  ct_player_set_loop (self->player, on ? &loop : NULL);
}

static void
send_bus (CtPlayback *self, CtPlayerBus bus)
{
  ct_player_set_volume (self->player, bus, self->volumes[bus]);
}

static void
open_recording (CtPlayback *self)
{
  CtDocument *document = get_document (self);
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;
  const char *path = recording ? recording->path : NULL;
  CtStatus status;

  if (self->opened && recording && g_strcmp0 (self->opened->path, path) == 0)
    return;
  g_clear_pointer (&self->opened, ct_recording_unref);
  status = ct_player_open (self->player, path);
  if (status != CT_STATUS_OK)
    {
      /* Translators: the name of a file, then why */
      g_autofree char *text = g_strdup_printf (_ ("“%s” cannot be played: %s"), recording->name,
                                               _ (ct_status_string (status)));

      say (self, text);
    }
  else if (recording)
    self->opened = ct_recording_ref (recording);
}

/* ---- what it says ---- */

static char *
message_text (const CtPlayerMessage *message)
{
  switch (message->event)
    {
    case CT_PLAYER_EVENT_NO_DEVICE:
      return g_strdup (_ ("No audio device: playback is silent"));
    case CT_PLAYER_EVENT_DEVICE_LOST:
      return g_strdup (_ ("Audio device disconnected: playback is paused"));
    case CT_PLAYER_EVENT_DEVICE_FOUND:
      return g_strdup (_ ("Audio device reconnected"));
    case CT_PLAYER_EVENT_UNREADABLE:
      return g_strdup_printf (_ ("The recording cannot be read: %s"), _ (ct_status_string (message->status)));
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

      if (text)
        say (self, text);
    }
}

static void
move_playhead (CtPlayback *self)
{
  self->moving = TRUE;
  ct_session_set_playhead_s (self->session, ct_player_position_s (self->player));
  self->moving = FALSE;
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
  if (self->session && self->playing)
    move_playhead (self);
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
on_playhead (CtPlayback *self)
{
  if (!self->moving)
    ct_player_seek (self->player, ct_session_get_playhead_s (self->session));
}

static void
on_changed (CtPlayback *self, guint changes)
{
  if (changes & CT_DOCUMENT_NOTES)
    send_score (self);
  else if (changes & CT_DOCUMENT_TRACKS)
    send_tracks (self);
}

static void
disconnect (CtPlayback *self)
{
  CtDocument *document = get_document (self);

  if (!self->session)
    return;
  g_clear_signal_handler (&self->handlers[0], self->session);
  g_clear_signal_handler (&self->handlers[1], self->session);
  g_clear_signal_handler (&self->handlers[2], document);
  g_clear_signal_handler (&self->handlers[3], document);
}

void
ct_playback_set_session (CtPlayback *self, CtSession *session)
{
  CtDocument *document;

  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (session == self->session)
    return;
  disconnect (self);
  g_set_object (&self->session, session);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
  if (!self->player)
    return;
  ct_player_stop (self->player);
  open_recording (self);
  if (session)
    {
      document = ct_session_get_document (session);
      self->handlers[0] = g_signal_connect_swapped (session, "notify::playhead-s", G_CALLBACK (on_playhead), self);
      self->handlers[1] = g_signal_connect_swapped (session, "notify::loop-enabled", G_CALLBACK (send_loop), self);
      self->handlers[2] = g_signal_connect_swapped (document, "changed", G_CALLBACK (on_changed), self);
      self->handlers[3] = g_signal_connect_swapped (document, "notify::recording", G_CALLBACK (open_recording), self);
      send_score (self);
      on_playhead (self);
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

/* ---- what a person does ---- */

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
  if (self->session)
    move_playhead (self);
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
  ct_player_play_span (self->player, &span);
  self->asked_us = g_get_monotonic_time ();
  take_messages (self);
  update_playing (self);
}

void
ct_playback_change_speed (CtPlayback *self, int steps)
{
  double speed;

  g_return_if_fail (CT_IS_PLAYBACK (self));
  speed = round (self->speed / SPEED_STEP + steps) * SPEED_STEP;
  g_object_set (self, "speed", CLAMP (speed, CT_PLAYER_MIN_SPEED, CT_PLAYER_MAX_SPEED), NULL);
}

void
ct_playback_audition (CtPlayback *self, guint32 track, guint midi, guint velocity, double length_s)
{
  int place = -1;

  g_return_if_fail (CT_IS_PLAYBACK (self));
  if (!self->player || midi > 127)
    return;
  if (self->session)
    place = ct_edit_score_track_index (ct_document_get_score (get_document (self)), track);
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

char **
ct_playback_dup_devices (CtPlayback *self)
{
  g_autofree CtAudioDevice *devices = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize n;

  g_return_val_if_fail (CT_IS_PLAYBACK (self), NULL);
  if (self->player)
    {
      devices = g_new0 (CtAudioDevice, MAX_DEVICES);
      n = ct_player_list_devices (self->player, devices, MAX_DEVICES);
      for (gsize i = 0; i < MIN (n, MAX_DEVICES); i++)
        g_strv_builder_add (names, devices[i].name);
    }
  return g_strv_builder_end (names);
}

GActionGroup *
ct_playback_get_actions (CtPlayback *self)
{
  g_return_val_if_fail (CT_IS_PLAYBACK (self), NULL);
  return self->actions;
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
    case PROP_ISOLATED:
      g_value_set_double (value, self->isolated);
      break;
    case PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    case PROP_VARISPEED:
      g_value_set_boolean (value, self->varispeed);
      break;
    case PROP_SEMITONES:
      g_value_set_double (value, self->semitones);
      break;
    case PROP_FADE:
      g_value_set_double (value, self->fade);
      break;
    case PROP_MASTER_VOLUME:
    case PROP_REST_VOLUME:
    case PROP_TRACKS_VOLUME:
    case PROP_NOTES_VOLUME:
      g_value_set_double (value, self->volumes[CT_PLAYER_MASTER + (id - PROP_MASTER_VOLUME)]);
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->device);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Tells the player what property @id has become. */
static void
send_property (CtPlayback *self, guint id)
{
  if (!self->player)
    return;
  switch (id)
    {
    case PROP_SPEED:
    case PROP_VARISPEED:
      ct_player_set_speed (self->player, self->speed, self->varispeed ? CT_PLAYER_VARISPEED : CT_PLAYER_STRETCH);
      break;
    case PROP_SEMITONES:
      ct_player_set_pitch (self->player, self->semitones);
      break;
    case PROP_FADE:
      ct_player_set_fade (self->player, self->fade);
      break;
    case PROP_DEVICE:
      ct_player_set_device (self->player, self->device);
      break;
    default:
      send_bus (self, CT_PLAYER_MASTER + (id - PROP_MASTER_VOLUME));
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
      return;
    case PROP_SPEED:
      self->speed = g_value_get_double (value);
      break;
    case PROP_VARISPEED:
      self->varispeed = g_value_get_boolean (value);
      break;
    case PROP_SEMITONES:
      self->semitones = g_value_get_double (value);
      break;
    case PROP_FADE:
      self->fade = g_value_get_double (value);
      break;
    case PROP_MASTER_VOLUME:
    case PROP_REST_VOLUME:
    case PROP_TRACKS_VOLUME:
    case PROP_NOTES_VOLUME:
      self->volumes[CT_PLAYER_MASTER + (id - PROP_MASTER_VOLUME)] = g_value_get_double (value);
      break;
    case PROP_DEVICE:
      g_free (self->device);
      self->device = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  send_property (self, id);
  g_object_notify_by_pspec (object, pspec);
}

static void
ct_playback_dispose (GObject *object)
{
  CtPlayback *self = CT_PLAYBACK (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  disconnect (self);
  g_clear_object (&self->session);
  if (self->actions)
    ct_playback_actions_clear (self->actions);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->player, ct_player_free);
  G_OBJECT_CLASS (ct_playback_parent_class)->dispose (object);
}

static void
ct_playback_finalize (GObject *object)
{
  CtPlayback *self = CT_PLAYBACK (object);

  g_clear_pointer (&self->opened, ct_recording_unref);
  g_array_unref (self->sent);
  g_free (self->device);
  G_OBJECT_CLASS (ct_playback_parent_class)->finalize (object);
}

static void
ct_playback_class_init (CtPlaybackClass *klass)
{
  static const struct
  {
    guint id;
    const char *name;
  } volumes[] = {
    { PROP_MASTER_VOLUME, "master-volume" },
    { PROP_REST_VOLUME, "rest-volume" },
    { PROP_TRACKS_VOLUME, "tracks-volume" },
    { PROP_NOTES_VOLUME, "notes-volume" },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_playback_get_property;
  object_class->set_property = ct_playback_set_property;
  object_class->dispose = ct_playback_dispose;
  object_class->finalize = ct_playback_finalize;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION, both);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, read);
  props[PROP_ISOLATED] = g_param_spec_double ("isolated", NULL, NULL, 0, 1, 1, read);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, CT_PLAYER_MIN_SPEED, CT_PLAYER_MAX_SPEED, 1, both);
  props[PROP_VARISPEED] = g_param_spec_boolean ("varispeed", NULL, NULL, FALSE, both);
  props[PROP_SEMITONES] = g_param_spec_double ("semitones", NULL, NULL, -CT_PLAYER_MAX_SEMITONES,
                                               CT_PLAYER_MAX_SEMITONES, 0, both);
  props[PROP_FADE] = g_param_spec_double ("fade", NULL, NULL, 0, 1, 0, both);
  for (guint i = 0; i < G_N_ELEMENTS (volumes); i++)
    props[volumes[i].id] = g_param_spec_double (volumes[i].name, NULL, NULL, 0, 2, 1, both);
  props[PROP_DEVICE] = g_param_spec_string ("device", NULL, NULL, "", both);
  g_object_class_install_properties (object_class, N_PROPS, props);
  message_signal = g_signal_new ("message", CT_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_STRING);
}

static void
ct_playback_init (CtPlayback *self)
{
  self->actions = ct_playback_actions_new (self);
  self->sent = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->speed = 1;
  self->isolated = 1;
  self->device = g_strdup ("");
  for (guint i = 0; i < CT_PLAYER_N_BUSES; i++)
    self->volumes[i] = 1;
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
      g_warning ("%s", _ ("Playback is unavailable: the player could not be started"));
      return self;
    }
  set_tick (self, IDLE_TICK_MS);
  return self;
}
