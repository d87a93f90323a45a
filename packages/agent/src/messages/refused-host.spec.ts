import { refusedHost } from './refused-host.js';

const hostOf = (address: string) => new URL(`http://${address}/`).hostname;

describe('hosts that a browser cannot make the server ask', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'printer',
    'db.internal',
    'nas.local',
    'metadata.google.internal',
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '169.254.169.254',
    '168.63.129.16',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '１２７.0.0.1',
    '127.0.0.1.',
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2001::1]',
    '[2001:db8::1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[100::1]',
  ])('include %s [history.attachment-guard]', (address) => {
    expect(refusedHost(hostOf(address))).toBe(true);
  });

  it.each([
    'example.com',
    'a.example.com.',
    '1.1.1.1',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '192.169.0.1',
    'localhost.example.com',
    '[2606:4700::1111]',
    '[2a00:1450:4001:81b::200e]',
    '[::ffff:8.8.8.8]',
    '[64:ff9b::808:808]',
    '[2002:808:808::]',
  ])('do not include %s', (address) => {
    expect(refusedHost(hostOf(address))).toBe(false);
  });

  it.each(['fe80::1%eth0', '::1', '::ffff:10.0.0.1', '1::2::3', '12345::', 'a:b', ''])(
    'include the bare address %j',
    (address) => {
      expect(refusedHost(address)).toBe(true);
    },
  );
});
