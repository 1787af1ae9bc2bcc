/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* What is played: keeps the engine's player in step with a document's recording, notes, tracks and beats. */
typedef struct _CtPlaybackSource CtPlaybackSource;

/* @text, translated, says what cannot be played. */
typedef void (*CtPlaybackSourceFailed) (const char *text, gpointer data);

/* @player is borrowed. */
CtPlaybackSource *ct_playback_source_new (CtPlayer *player, CtPlaybackSourceFailed failed, gpointer data);
void ct_playback_source_free (CtPlaybackSource *self);

/* NULL: there is nothing to play. */
void ct_playback_source_set_document (CtPlaybackSource *self, CtDocument *document);

/* Says that the recording that is open can no longer be read. */
void ct_playback_source_fail (CtPlaybackSource *self, CtStatus status);

/* Opens a recording anew that could no longer be read: the drive that it is on may be back. The position stays. */
void ct_playback_source_retry (CtPlaybackSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtPlaybackSource, ct_playback_source_free)

G_END_DECLS
