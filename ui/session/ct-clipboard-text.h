/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Notes on the system's clipboard, as text, so that they go between windows and programs. What comes from there is not
 * trusted: all of it is checked before any of it is used. */

#define CT_CLIPBOARD_MAX_NOTES 100000
#define CT_CLIPBOARD_MAX_BYTES (16 << 20)

#define CT_CLIPBOARD_ERROR (ct_clipboard_error_quark ())
GQuark ct_clipboard_error_quark (void);

typedef enum
{
  CT_CLIPBOARD_ERROR_NO_NOTES, /* it holds something else, or nothing */
  CT_CLIPBOARD_ERROR_DAMAGED,
  CT_CLIPBOARD_ERROR_TOO_MANY,
} CtClipboardError;

/* The notes @ids ([n]) of @document as text; free it with g_free(). NULL and CT_CLIPBOARD_ERROR_TOO_MANY where they are
 * more than can be read back. */
char *ct_clipboard_text_format (CtDocument *document, const guint64 *ids, guint n, GError **error);

/* The notes (CtEditNote, drawn ones without ids, by onset) that @text ([length]) holds. They are on the tracks they
 * were copied from where these are in the session's document and can be picked; those of another document are on the
 * track at the same place of several, or, as all others, on the current track. */
GArray *ct_clipboard_text_parse (CtSession *session, const char *text, gsize length, GError **error);

G_END_DECLS
