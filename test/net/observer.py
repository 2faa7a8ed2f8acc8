"""Sees every packet that arrives on one network interface, and answers every DNS question.

Usage: observer.py INTERFACE ADDRESS

Writes one line of JSON for each packet, but for the kernel's own neighbour and multicast
housekeeping of IPv6, after a first line {"ready": true}. DNS questions for any name are answered
with ADDRESS, so that whoever asks goes on and tries to connect.
"""

import json
import select
import socket
import struct
import sys

HOUSEKEEPING = {130, 131, 132, 133, 134, 135, 136, 137, 143}
PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmp6"}


def describe(frame):
    """What a frame is, or None for the kernel's housekeeping."""
    kind = struct.unpack("!H", frame[12:14])[0]
    if kind == 0x0806:
        return {"protocol": "arp"}
    if kind == 0x0800:
        protocol = frame[23]
        payload = frame[14 + (frame[14] & 15) * 4 :]
        destination = socket.inet_ntop(socket.AF_INET, frame[30:34])
    elif kind == 0x86DD:
        protocol, payload = frame[20], frame[54:]
        if protocol == 0 and len(payload) > 8:  # a hop-by-hop header, before multicast reports
            protocol, payload = payload[0], payload[(payload[1] + 1) * 8 :]
        if protocol == 58 and payload and payload[0] in HOUSEKEEPING:
            return None
        destination = socket.inet_ntop(socket.AF_INET6, frame[38:54])
    else:
        return {"protocol": hex(kind)}
    packet = {"protocol": PROTOCOLS.get(protocol, str(protocol)), "destination": destination}
    if protocol in (6, 17):
        packet["port"] = struct.unpack("!H", payload[2:4])[0]
        if protocol == 17 and packet["port"] == 53:
            packet["name"] = name_asked(payload[8:])
    return packet


def name_asked(question):
    labels, at = [], 12
    while at < len(question) and question[at] != 0:
        length = question[at]
        labels.append(question[at + 1 : at + 1 + length].decode("latin-1"))
        at += 1 + length
    return ".".join(labels)


def answer(question, address):
    """A DNS answer with one address for questions of type A, and none for others."""
    end = question.index(b"\0", 12) + 5
    is_address = question[end - 4 : end - 2] == b"\0\1"
    header = question[:2] + b"\x81\x80\0\1" + (b"\0\1" if is_address else b"\0\0") + b"\0\0\0\0"
    record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(address)
    return header + question[12:end] + (record if is_address else b"")


def main(interface, address):
    frames = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    frames.bind((interface, 0))
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind((address, 53))
    print(json.dumps({"ready": True}), flush=True)
    while True:
        for ready in select.select([frames, names], [], [])[0]:
            if ready is names:
                question, client = names.recvfrom(4096)
                names.sendto(answer(question, address), client)
                continue
            frame, origin = frames.recvfrom(65536)
            if origin[2] == socket.PACKET_OUTGOING:
                continue
            packet = describe(frame)
            if packet is not None:
                print(json.dumps(packet), flush=True)


main(sys.argv[1], sys.argv[2])
