/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-settings.h"

#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-track-edits.h"

#define PERCENT 100.0
#define MAX_VOLUME 2.0
#define SHOWN_EXACTLY 1e-4 /* per cent: the precision of a float that was shown */

struct _CtTrackSettings
{
  GObject parent_instance;
  CtDocument *document;
  CtTrackItem *item;
};

enum
{
  PROP_VISIBLE = 1, /* four in the order of CtTrackFlag */
  PROP_MUTED,
  PROP_SOLOED,
  PROP_LOCKED,
  PROP_SYNTHESISED,
  PROP_VOLUME,
  PROP_PAN,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (CtTrackSettings, ct_track_settings, G_TYPE_OBJECT)

static GParamSpec *props[N_PROPS];

static void
ct_track_settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const CtEditTrack *track = ct_track_item_get_track (CT_TRACK_SETTINGS (object)->item);

  switch (id)
    {
    case PROP_VISIBLE:
    case PROP_MUTED:
    case PROP_SOLOED:
    case PROP_LOCKED:
      g_value_set_boolean (value, ct_track_edits_get_flag (track, (CtTrackFlag) (id - PROP_VISIBLE)));
      break;
    case PROP_SYNTHESISED:
      g_value_set_boolean (value, track->synthesised);
      break;
    case PROP_VOLUME:
      g_value_set_double (value, (double) track->volume * PERCENT);
      break;
    case PROP_PAN:
      g_value_set_double (value, (double) track->pan * PERCENT);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_flag (CtTrackSettings *self, const CtEditTrack *track, CtTrackFlag flag, gboolean on)
{
  guint32 id = track->id;

  if (ct_track_edits_get_flag (track, flag) != on)
    ct_track_edits_set_flag (self->document, &id, 1, flag, on);
}

static gboolean
differs (float now, double percent)
{
  return fabs ((double) now * PERCENT - percent) > SHOWN_EXACTLY;
}

static void
ct_track_settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtTrackSettings *self = CT_TRACK_SETTINGS (object);
  guint32 track_id = ct_track_item_get_id (self->item);
  const CtEditTrack *track = ct_document_get_track (self->document, track_id);

  if (!track)
    return;
  switch (id)
    {
    case PROP_VISIBLE:
    case PROP_MUTED:
    case PROP_SOLOED:
    case PROP_LOCKED:
      set_flag (self, track, (CtTrackFlag) (id - PROP_VISIBLE), g_value_get_boolean (value));
      break;
    case PROP_SYNTHESISED:
      if (track->synthesised != g_value_get_boolean (value))
        ct_track_edits_set_synthesised (self->document, track_id, g_value_get_boolean (value));
      break;
    case PROP_VOLUME:
      if (differs (track->volume, g_value_get_double (value)))
        ct_track_edits_set_volume (self->document, track_id, g_value_get_double (value) / PERCENT);
      break;
    case PROP_PAN:
      if (differs (track->pan, g_value_get_double (value)))
        ct_track_edits_set_pan (self->document, track_id, g_value_get_double (value) / PERCENT);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
item_changed (CtTrackSettings *self)
{
  for (guint id = 1; id < N_PROPS; id++)
    g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

static void
ct_track_settings_finalize (GObject *object)
{
  CtTrackSettings *self = CT_TRACK_SETTINGS (object);

  g_object_unref (self->document);
  g_object_unref (self->item);
  G_OBJECT_CLASS (ct_track_settings_parent_class)->finalize (object);
}

static void
ct_track_settings_class_init (CtTrackSettingsClass *klass)
{
  static const char *const switches[] = { "visible", "muted", "soloed", "locked", "synthesised" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  G_STATIC_ASSERT (PROP_VISIBLE - PROP_VISIBLE == CT_TRACK_VISIBLE && PROP_MUTED - PROP_VISIBLE == CT_TRACK_MUTE
                   && PROP_SOLOED - PROP_VISIBLE == CT_TRACK_SOLO && PROP_LOCKED - PROP_VISIBLE == CT_TRACK_LOCKED);
  object_class->get_property = ct_track_settings_get_property;
  object_class->set_property = ct_track_settings_set_property;
  object_class->finalize = ct_track_settings_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    props[PROP_VISIBLE + i] = g_param_spec_boolean (switches[i], NULL, NULL, FALSE, flags);
  props[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0, MAX_VOLUME * PERCENT, PERCENT, flags);
  props[PROP_PAN] = g_param_spec_double ("pan", NULL, NULL, -PERCENT, PERCENT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_track_settings_init (CtTrackSettings *self)
{
}

CtTrackSettings *
ct_track_settings_new (CtDocument *document, CtTrackItem *item)
{
  CtTrackSettings *self = g_object_new (CT_TYPE_TRACK_SETTINGS, NULL);

  self->document = g_object_ref (document);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (item_changed), self, G_CONNECT_SWAPPED);
  return self;
}
