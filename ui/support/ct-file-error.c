/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-file-error.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

/* How many characters of a name are shown, and how many bytes at each end of a longer one are looked at. */
#define MAX_SHOWN 60
#define MAX_LOOKED_AT 1024

G_DEFINE_QUARK (ct - file - error - quark, ct_file_error)

/* Whether a character is safe in a text: neither a control character nor one that changes the direction of what
 * follows. */
static gboolean
is_harmless (gunichar c)
{
  if (!g_unichar_isprint (c) && c != 0x200d && c != 0x200c) /* the joiners, which some scripts spell with */
    return FALSE;
  return c != 0x61c && c != 0x200e && c != 0x200f && !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

/* The harmless characters among @length bytes of @text, which may be cut inside a character at both ends. */
static GString *
clean (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  GString *cleaned = g_string_new (NULL);

  for (const char *at = valid; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (is_harmless (c))
        g_string_append_unichar (cleaned, c);
    }
  return cleaned;
}

/* The last part of a path, without trailing slashes. */
static const char *
find_name (const char *path, gsize *length)
{
  gsize end = strlen (path), start;

  while (end > 1 && path[end - 1] == '/')
    end--;
  for (start = end; start > 0 && path[start - 1] != '/'; start--)
    ;
  if (start == end && end > 0)
    start = end - 1; /* the root folder */
  *length = end - start;
  return path + start;
}

char *
ct_file_display_name (const char *path)
{
  gsize length;
  const char *name = find_name (path, &length);
  g_autoptr (GString) head = NULL, tail = NULL;
  const char *end;

  if (length <= 2 * MAX_LOOKED_AT)
    {
      head = clean (name, length);
      if (g_utf8_strlen (head->str, -1) <= MAX_SHOWN)
        return g_strdup (head->str);
      tail = g_string_new (head->str);
    }
  else
    {
      head = clean (name, MAX_LOOKED_AT);
      tail = clean (name + length - MAX_LOOKED_AT, MAX_LOOKED_AT);
    }
  /* the beginning and the ending say most */
  g_string_truncate (head,
                     (gsize) (g_utf8_offset_to_pointer (head->str, MIN (MAX_SHOWN / 2, g_utf8_strlen (head->str, -1)))
                              - head->str));
  end = g_utf8_offset_to_pointer (tail->str, MAX (0, g_utf8_strlen (tail->str, -1) - MAX_SHOWN / 2));
  return g_strconcat (head->str, "…", end, NULL);
}

void
ct_file_error_set (GError **error, CtFileError code, const char *path, const char *reason)
{
  g_autofree char *name = ct_file_display_name (path);

  /* Translators: what went wrong with a file: its name, then the reason */
  g_set_error (error, CT_FILE_ERROR, (int) code, _ ("“%s”: %s"), name, reason);
}

static CtFileError
code_of (CtStatus status)
{
  switch (status)
    {
    case CT_STATUS_NOT_FOUND:
      return CT_FILE_ERROR_NOT_FOUND;
    case CT_STATUS_NOT_A_FILE:
      return CT_FILE_ERROR_NOT_A_FILE;
    case CT_STATUS_UNKNOWN_FORMAT:
    case CT_STATUS_NOT_MIDI:
    case CT_STATUS_NOT_TIMBRES:
      return CT_FILE_ERROR_UNKNOWN_FORMAT;
    case CT_STATUS_DAMAGED:
    case CT_STATUS_EMPTY:
      return CT_FILE_ERROR_DAMAGED;
    case CT_STATUS_TOO_LARGE:
      return CT_FILE_ERROR_TOO_LARGE;
    default:
      return CT_FILE_ERROR_FAILED;
    }
}

void
ct_file_error_set_status (GError **error, CtStatus status, const char *path)
{
  if (status == CT_STATUS_CANCELLED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else
    ct_file_error_set (error, code_of (status), path, _ (ct_status_string (status)));
}

void
ct_file_error_set_write_status (GError **error, CtStatus status, const char *path)
{
  if (status == CT_STATUS_NOT_FOUND)
    ct_file_error_set (error, code_of (status), path, _ ("its folder does not exist"));
  else
    ct_file_error_set_status (error, status, path);
}

char *
ct_file_dup_local_path (GFile *file, GError **error)
{
  char *path = g_file_get_path (file);

  if (!path)
    {
      g_autofree char *uri = g_file_get_uri (file);

      ct_file_error_set (error, CT_FILE_ERROR_NOT_LOCAL, uri, _ ("not a local file"));
    }
  return path;
}
