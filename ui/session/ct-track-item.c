/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-track-item.h"

struct _CtTrackItem
{
  GObject parent_instance;

  CtEditTrack track;
  guint place;
  guint n_notes;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtTrackItem, ct_track_item, G_TYPE_OBJECT)

static void
ct_track_item_class_init (CtTrackItemClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", CT_TYPE_TRACK_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   0);
}

static void
ct_track_item_init (CtTrackItem *self)
{
}

CtTrackItem *
ct_track_item_new (guint32 id)
{
  CtTrackItem *self = g_object_new (CT_TYPE_TRACK_ITEM, NULL);

  self->track.id = id;
  return self;
}

guint32
ct_track_item_get_id (CtTrackItem *self)
{
  return self->track.id;
}

void
ct_track_item_update (CtTrackItem *self, const CtEditTrack *track, guint place, guint n_notes)
{
  g_return_if_fail (CT_IS_TRACK_ITEM (self));
  g_return_if_fail (track->id == self->track.id);

  if (self->place == place && self->n_notes == n_notes && ct_edit_track_equal (track, &self->track))
    return;
  self->track = *track;
  self->place = place;
  self->n_notes = n_notes;
  g_signal_emit (self, signals[CHANGED], 0);
}

const CtEditTrack *
ct_track_item_get_track (CtTrackItem *self)
{
  return &self->track;
}

guint
ct_track_item_get_place (CtTrackItem *self)
{
  return self->place;
}

guint
ct_track_item_get_n_notes (CtTrackItem *self)
{
  return self->n_notes;
}
