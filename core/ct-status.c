/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-status.h"

#include <errno.h>

static const char *const strings[CT_N_STATUSES] = {
  [CT_STATUS_OK] = "done",
  [CT_STATUS_CANCELLED] = "cancelled",
  [CT_STATUS_NO_MEMORY] = "not enough memory",
  [CT_STATUS_NO_THREAD] = "the system starts no further thread",
  [CT_STATUS_BAD_ARGUMENT] = "a value is out of range",
  [CT_STATUS_NOT_FOUND] = "no such file",
  [CT_STATUS_NO_PERMISSION] = "permission denied",
  [CT_STATUS_NOT_A_FILE] = "not a regular file",
  [CT_STATUS_EMPTY] = "the file is empty",
  [CT_STATUS_UNKNOWN_FORMAT] = "not a sound file that can be read",
  [CT_STATUS_UNSUPPORTED_AUDIO] = "its sample rate or number of channels is not supported",
  [CT_STATUS_DAMAGED] = "the file is damaged or cut short",
  [CT_STATUS_NOT_FINITE] = "it holds samples that are not finite numbers",
  [CT_STATUS_STALLED] = "the decoder stopped answering",
  [CT_STATUS_READ_FAILED] = "reading failed",
  [CT_STATUS_WRITE_FAILED] = "writing failed",
  [CT_STATUS_NO_SPACE] = "no space left on the disk",
  [CT_STATUS_BAD_WEIGHTS] = "not the weights of this program, or damaged",
  [CT_STATUS_NO_DEVICE] = "there is no sound device that can be used",
  [CT_STATUS_DEVICE_LOST] = "the sound device went away",
  [CT_STATUS_EXISTS] = "a file of that name exists",
  [CT_STATUS_NOT_MIDI] = "not a MIDI file that can be read",
  [CT_STATUS_TOO_LARGE] = "it holds more than can be read",
};

const char *
ct_status_string (CtStatus status)
{
  if ((unsigned) status >= CT_N_STATUSES)
    return "unknown error";
  return strings[status];
}

CtStatus
ct_status_from_errno (int error)
{
  switch (error)
    {
    case 0:
      return CT_STATUS_OK;
    case ENOENT:
    case ENOTDIR:
      return CT_STATUS_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
      return CT_STATUS_NO_PERMISSION;
    case EEXIST:
      return CT_STATUS_EXISTS;
    case EISDIR:
      return CT_STATUS_NOT_A_FILE;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return CT_STATUS_NO_SPACE;
    case ENOMEM:
      return CT_STATUS_NO_MEMORY;
    default:
      return CT_STATUS_READ_FAILED;
    }
}
