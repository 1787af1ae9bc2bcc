/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-playback-settings.h"

#include <math.h>

#include "core/audio/ct-audio-device.h"

#define SPEED_STEP 0.05
#define MAX_DEVICES 64

struct _CtPlaybackSettings
{
  GObject parent_instance;

  CtPlayer *player;
  double speed;
  gboolean varispeed;
  double semitones;
  double fade;
  double volumes[CT_PLAYER_N_BUSES];
  CtPlayerClick click;
  char *device;
};

enum
{
  PROP_SPEED = 1,
  PROP_VARISPEED,
  PROP_SEMITONES,
  PROP_FADE,
  /* in the order of CtPlayerBus */
  PROP_MASTER_VOLUME,
  PROP_REST_VOLUME,
  PROP_TRACKS_VOLUME,
  PROP_NOTES_VOLUME,
  PROP_CLICK,
  PROP_COUNT_IN,
  PROP_CLICK_VOLUME,
  PROP_DEVICE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtPlaybackSettings, ct_playback_settings, G_TYPE_OBJECT)

void
ct_playback_settings_detach (CtPlaybackSettings *self)
{
  g_return_if_fail (CT_IS_PLAYBACK_SETTINGS (self));
  self->player = NULL;
}

void
ct_playback_settings_change_speed (CtPlaybackSettings *self, int steps)
{
  double speed;

  g_return_if_fail (CT_IS_PLAYBACK_SETTINGS (self));
  speed = round (self->speed / SPEED_STEP + steps) * SPEED_STEP;
  g_object_set (self, "speed", CLAMP (speed, CT_PLAYER_MIN_SPEED, CT_PLAYER_MAX_SPEED), NULL);
}

char **
ct_playback_settings_dup_devices (CtPlaybackSettings *self)
{
  g_autofree CtAudioDevice *devices = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize n;

  g_return_val_if_fail (CT_IS_PLAYBACK_SETTINGS (self), NULL);
  if (self->player)
    {
      devices = g_new0 (CtAudioDevice, MAX_DEVICES);
      n = ct_player_list_devices (self->player, devices, MAX_DEVICES);
      for (gsize i = 0; i < MIN (n, MAX_DEVICES); i++)
        g_strv_builder_add (names, devices[i].name);
    }
  return g_strv_builder_end (names);
}

static void
ct_playback_settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtPlaybackSettings *self = CT_PLAYBACK_SETTINGS (object);

  switch (id)
    {
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
      g_value_set_double (value, self->volumes[id - PROP_MASTER_VOLUME]);
      break;
    case PROP_CLICK:
      g_value_set_boolean (value, self->click.on);
      break;
    case PROP_COUNT_IN:
      g_value_set_boolean (value, self->click.count_in);
      break;
    case PROP_CLICK_VOLUME:
      g_value_set_double (value, self->click.volume);
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->device);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
send_property (CtPlaybackSettings *self, guint id)
{
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
    case PROP_CLICK:
    case PROP_COUNT_IN:
    case PROP_CLICK_VOLUME:
      ct_player_set_click (self->player, &self->click);
      break;
    case PROP_DEVICE:
      ct_player_set_device (self->player, self->device);
      break;
    default:
      ct_player_set_volume (self->player, (CtPlayerBus) (id - PROP_MASTER_VOLUME),
                            self->volumes[id - PROP_MASTER_VOLUME]);
    }
}

static void
ct_playback_settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtPlaybackSettings *self = CT_PLAYBACK_SETTINGS (object);

  switch (id)
    {
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
      self->volumes[id - PROP_MASTER_VOLUME] = g_value_get_double (value);
      break;
    case PROP_CLICK:
      self->click.on = g_value_get_boolean (value);
      break;
    case PROP_COUNT_IN:
      self->click.count_in = g_value_get_boolean (value);
      break;
    case PROP_CLICK_VOLUME:
      self->click.volume = g_value_get_double (value);
      break;
    case PROP_DEVICE:
      g_free (self->device);
      self->device = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (self->player)
    send_property (self, id);
}

static void
ct_playback_settings_finalize (GObject *object)
{
  g_free (CT_PLAYBACK_SETTINGS (object)->device);
  G_OBJECT_CLASS (ct_playback_settings_parent_class)->finalize (object);
}

static void
ct_playback_settings_class_init (CtPlaybackSettingsClass *klass)
{
  static const char *const volumes[] = { "master-volume", "rest-volume", "tracks-volume", "notes-volume" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_playback_settings_get_property;
  object_class->set_property = ct_playback_settings_set_property;
  object_class->finalize = ct_playback_settings_finalize;
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, CT_PLAYER_MIN_SPEED, CT_PLAYER_MAX_SPEED, 1, flags);
  props[PROP_VARISPEED] = g_param_spec_boolean ("varispeed", NULL, NULL, FALSE, flags);
  props[PROP_SEMITONES] = g_param_spec_double ("semitones", NULL, NULL, -CT_PLAYER_MAX_SEMITONES,
                                               CT_PLAYER_MAX_SEMITONES, 0, flags);
  props[PROP_FADE] = g_param_spec_double ("fade", NULL, NULL, 0, 1, 0, flags);
  for (guint i = 0; i < G_N_ELEMENTS (volumes); i++)
    props[PROP_MASTER_VOLUME + i] = g_param_spec_double (volumes[i], NULL, NULL, 0, 2, 1, flags);
  props[PROP_CLICK] = g_param_spec_boolean ("click", NULL, NULL, FALSE, flags);
  props[PROP_COUNT_IN] = g_param_spec_boolean ("count-in", NULL, NULL, FALSE, flags);
  props[PROP_CLICK_VOLUME] = g_param_spec_double ("click-volume", NULL, NULL, 0, 2, 1, flags);
  props[PROP_DEVICE] = g_param_spec_string ("device", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_playback_settings_init (CtPlaybackSettings *self)
{
  self->speed = 1;
  self->device = g_strdup ("");
  for (guint i = 0; i < CT_PLAYER_N_BUSES; i++)
    self->volumes[i] = 1;
  self->click.volume = 1;
}

CtPlaybackSettings *
ct_playback_settings_new (CtPlayer *player)
{
  CtPlaybackSettings *self = g_object_new (CT_TYPE_PLAYBACK_SETTINGS, NULL);

  self->player = player;
  return self;
}
