/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-sound.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/widgets/ct-control-rows.h"

#define WIDTH 240
#define MARGIN 6
#define PERCENT 100.0
#define MAX_VOLUME 2.0

struct _CtTrackSound
{
  GtkPopover parent_instance;

  CtTrackSettings *settings;
};

G_DEFINE_FINAL_TYPE (CtTrackSound, ct_track_sound, GTK_TYPE_POPOVER)

const char *
ct_track_sound_get_icon (const CtEditTrack *track)
{
  if (track->synthesised)
    return "ct-notes-symbolic";
  if (track->volume <= 0)
    return "audio-volume-muted-symbolic";
  return track->volume < 0.5f ? "audio-volume-low-symbolic"
         : track->volume <= 1 ? "audio-volume-medium-symbolic"
                              : "audio-volume-high-symbolic";
}

char *
ct_track_sound_dup_text (const CtEditTrack *track)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  int pan = (int) lround (fabs ((double) track->pan) * PERCENT);
  /* Translators: how loud a track is */
  g_autofree char *volume = g_strdup_printf (_ ("Volume %d %%"), (int) lround ((double) track->volume * PERCENT));
  /* Translators: the pan of a track, after its volume */
  g_autofree char *side = g_strdup_printf (track->pan < 0 ? _ ("%d %% to the left") : _ ("%d %% to the right"), pan);

  g_strv_builder_add (builder, volume);
  if (pan > 0)
    g_strv_builder_add (builder, side);
  if (track->synthesised)
    /* Translators: a track is played by synthesizing its notes; after its volume */
    g_strv_builder_add (builder, _ ("synthesized notes"));
  parts = g_strv_builder_end (builder);
  return g_strjoinv (C_ ("between the parts of a list", ", "), parts);
}

static void
ct_track_sound_dispose (GObject *object)
{
  g_clear_object (&CT_TRACK_SOUND (object)->settings);
  G_OBJECT_CLASS (ct_track_sound_parent_class)->dispose (object);
}

static void
ct_track_sound_class_init (CtTrackSoundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_track_sound_dispose;
}

static void
ct_track_sound_init (CtTrackSound *self)
{
}

static GtkAdjustment *
bind_value (CtTrackSettings *settings, const char *name, double lower, double upper)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (lower, lower, upper, 1, 10, 0);

  g_object_bind_property (settings, name, adjustment, "value", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return adjustment;
}

GtkWidget *
ct_track_sound_new (CtTrackSettings *settings)
{
  CtTrackSound *self = g_object_new (CT_TYPE_TRACK_SOUND, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN), *synthesised;

  self->settings = g_object_ref (settings);
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  ct_control_rows_add_slider (box, _ ("Volume"), "%", _ ("Track volume"),
                              bind_value (settings, "volume", 0, MAX_VOLUME * PERCENT), PERCENT);
  /* Translators: the stereo position of a track, from left (-100) to right (100) */
  ct_control_rows_add_slider (box, _ ("Pan"), "%", _ ("Stereo position, from −100 (left) to 100 (right)"),
                              bind_value (settings, "pan", -PERCENT, PERCENT), 0);
  synthesised = ct_control_rows_add_switch (box, _ ("Synthesized Notes"),
                                            _ ("Play the track’s notes instead of its recording"));
  g_object_bind_property (settings, "synthesised", synthesised, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  return GTK_WIDGET (self);
}
