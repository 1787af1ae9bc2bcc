/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-track-item.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_SETTINGS (ct_track_settings_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackSettings, ct_track_settings, CT, TRACK_SETTINGS, GObject)

/* The settings of a track as properties, for bindings. Setting one is a step of the document, unless it changes nothing
 * or the track no longer exists; they notify whenever the track changes.
 *
 * Properties: visible, muted, soloed, locked, synthesised (boolean); volume (double, per cent), pan (double, -100 left
 * to 100 right). */
CtTrackSettings *ct_track_settings_new (CtDocument *document, CtTrackItem *item);

G_END_DECLS
