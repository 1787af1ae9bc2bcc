/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Notes on the system clipboard, as text, to move between windows and programs. The text is not trusted: all of it
 * is checked before any of it is used. */

#define CT_CLIPBOARD_MAX_NOTES 100000
#define CT_CLIPBOARD_MAX_BYTES (16 << 20)

#define CT_CLIPBOARD_ERROR (ct_clipboard_error_quark ())
GQuark ct_clipboard_error_quark (void);

typedef enum
{
  CT_CLIPBOARD_ERROR_NO_NOTES, /* the clipboard is empty or contains something else */
  CT_CLIPBOARD_ERROR_DAMAGED,
  CT_CLIPBOARD_ERROR_TOO_MANY,
} CtClipboardError;

/* The notes @ids ([n]) of @document as text; free with g_free(). NULL and CT_CLIPBOARD_ERROR_TOO_MANY if there are
 * more than can be read back. */
char *ct_clipboard_text_format (CtDocument *document, const guint64 *ids, guint n, GError **error);

/* Parses the notes (CtEditNote, drawn, without ids, by onset) in @text ([length]). Notes of this document keep their
 * tracks if these can be picked; notes of another document go to the track at the same position if they came from
 * several, and all others to the current track. */
GArray *ct_clipboard_text_parse (CtSession *session, const char *text, gsize length, GError **error);

G_END_DECLS
