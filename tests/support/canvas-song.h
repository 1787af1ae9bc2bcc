/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CANVAS_SONG_H
#define CANVAS_SONG_H

#include <glib.h>

#include "ui/session/ct-session.h"

/* A document of @seconds with @n_notes notes spread over @n_tracks tracks, and levels in which they sound with their
 * harmonics over a noise floor; always the same. Returns its session, which the caller owns and which holds the
 * document. */
CtSession *canvas_song_new (double seconds, guint n_notes, guint n_tracks);

#endif
