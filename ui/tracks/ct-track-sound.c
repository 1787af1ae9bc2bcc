/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-sound.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/document/ct-track-edits.h"
#include "ui/widgets/ct-control-rows.h"

#define WIDTH 240
#define MARGIN 6
#define PERCENT 100.0
#define MAX_VOLUME 2.0

struct _CtTrackSound
{
  GtkPopover parent_instance;

  CtDocument *document;
  CtTrackItem *item;
  gboolean updating;

  GtkAdjustment *volume; /* per cent */
  GtkAdjustment *pan;    /* per cent, left is negative */
  GtkSwitch *synthesised;
};

G_DEFINE_FINAL_TYPE (CtTrackSound, ct_track_sound, GTK_TYPE_POPOVER)

char *
ct_track_sound_dup_text (const CtEditTrack *track)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  int pan = (int) lround (fabs ((double) track->pan) * PERCENT);
  /* Translators: how loud a track is */
  g_autofree char *volume = g_strdup_printf (_ ("Volume %d %%"), (int) lround ((double) track->volume * PERCENT));
  /* Translators: where a track stands between left and right, after its volume */
  g_autofree char *side = g_strdup_printf (track->pan < 0 ? _ ("%d %% to the left") : _ ("%d %% to the right"), pan);

  g_strv_builder_add (builder, volume);
  if (pan > 0)
    g_strv_builder_add (builder, side);
  if (track->synthesised)
    /* Translators: a track is heard as its notes; after its volume */
    g_strv_builder_add (builder, _ ("synthesized notes"));
  parts = g_strv_builder_end (builder);
  return g_strjoinv (C_ ("between the parts of a list", ", "), parts);
}

static void
update (CtTrackSound *self)
{
  const CtEditTrack *track = ct_track_item_get_track (self->item);

  self->updating = TRUE;
  gtk_adjustment_set_value (self->volume, (double) track->volume * PERCENT);
  gtk_adjustment_set_value (self->pan, (double) track->pan * PERCENT);
  gtk_switch_set_active (self->synthesised, track->synthesised);
  self->updating = FALSE;
}

/* Whether the track is still there to be changed. */
static gboolean
is_live (CtTrackSound *self)
{
  return !self->updating && ct_document_get_track (self->document, ct_track_item_get_id (self->item));
}

static void
on_volume (CtTrackSound *self)
{
  if (is_live (self))
    ct_track_edits_set_volume (self->document, ct_track_item_get_id (self->item),
                               gtk_adjustment_get_value (self->volume) / PERCENT);
}

static void
on_pan (CtTrackSound *self)
{
  if (is_live (self))
    ct_track_edits_set_pan (self->document, ct_track_item_get_id (self->item),
                            gtk_adjustment_get_value (self->pan) / PERCENT);
}

static void
on_synthesised (CtTrackSound *self)
{
  if (is_live (self))
    ct_track_edits_set_synthesised (self->document, ct_track_item_get_id (self->item),
                                    gtk_switch_get_active (self->synthesised));
}

static void
ct_track_sound_dispose (GObject *object)
{
  CtTrackSound *self = CT_TRACK_SOUND (object);

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->document);
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
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN);

  self->volume = gtk_adjustment_new (PERCENT, 0, MAX_VOLUME * PERCENT, 1, 10, 0);
  self->pan = gtk_adjustment_new (0, -PERCENT, PERCENT, 1, 10, 0);
  gtk_widget_set_size_request (box, WIDTH, -1);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  ct_control_rows_add_slider (box, _ ("Volume"), "%", _ ("Track volume"), self->volume, PERCENT);
  /* Translators: where a track stands between left (-100) and right (100) */
  ct_control_rows_add_slider (box, _ ("Pan"), "%", _ ("Stereo position, from −100 (left) to 100 (right)"), self->pan,
                              0);
  self->synthesised = GTK_SWITCH (
      ct_control_rows_add_switch (box, _ ("Synthesized Notes"), _ ("Play the track’s notes instead of its recording")));
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect_swapped (self->volume, "value-changed", G_CALLBACK (on_volume), self);
  g_signal_connect_swapped (self->pan, "value-changed", G_CALLBACK (on_pan), self);
  g_signal_connect_swapped (self->synthesised, "notify::active", G_CALLBACK (on_synthesised), self);
}

GtkWidget *
ct_track_sound_new (CtDocument *document, CtTrackItem *item)
{
  CtTrackSound *self = g_object_new (CT_TYPE_TRACK_SOUND, NULL);

  self->document = g_object_ref (document);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
